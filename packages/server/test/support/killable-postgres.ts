import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@evenkeel/local-postgres'
import { waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'

export interface KillablePostgres {
  readonly url: string
  readonly pool: Pool
  /** Kills the postmaster alone; its children notice, and the next start recovers what they had committed. */
  killAndRestart(): Promise<void>
}

/** A server of the test file's own, for it is killed, and a durable one, for it is to lose nothing. */
export async function openKillablePostgres(): Promise<KillablePostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'evenkeel-killed-'))
  let server = await startPostgres({ dataDir, durable: true })
  const pool = new Pool({ connectionString: server.url })
  pool.on('error', () => undefined)
  await migrate(pool)
  afterAll(async () => {
    await pool.end()
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    url: server.url,
    pool,
    async killAndRestart() {
      const { pid, port, exited } = server
      process.kill(pid, 'SIGKILL')
      let hasExited = false
      void exited.then(() => {
        hasExited = true
      })
      await waitFor(() => hasExited, { what: 'the end of the server', within: 60_000 })
      server = await startPostgres({ dataDir, durable: true, port })
    },
  }
}
