import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalPostgres, startPostgres } from '@evenkeel/local-postgres'
import { samples, waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll, it } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { migrate } from '../../src/migrations/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { expectOneEffectEach } from './support/expect-one-effect.ts'
import { openForWriters, write } from './support/writers.ts'

// A server of its own, for it is killed, and a durable one, for it is to lose nothing.

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

it('kill -9 of PostgreSQL under sixteen writers loses nothing acknowledged and does nothing twice', {
  timeout: 3_600_000,
}, async () => {
  for (let round = 1; round <= samples({ quick: 2, long: 20 }); round++) {
    const ledger = createLedger({ pool })
    const book = ledger.book(`killed-postgres-${round}`)
    await openForWriters(book)
    const [asked, acknowledged] = [new Set<string>(), new Set<string>()]
    const isBack = Promise.withResolvers<void>()
    let isOver = false
    const writing = write(book, {
      asked: (key) => asked.add(key),
      acknowledged: (key) => acknowledged.add(key),
      untilBack: () => isBack.promise,
      isOver: () => isOver,
    })

    await waitFor(() => acknowledged.size > 50 + 37 * round)
    server = await killAndRestart(server)
    isBack.resolve()
    // Calls in doubt find out by themselves once the server is back; those told that nothing was written stay open.
    const before = acknowledged.size
    await waitFor(() => acknowledged.size > before + 100, { what: 'the writers to go on', within: 60_000 })
    isOver = true
    await writing

    await expectOneEffectEach(book, fromPg(pool), { asked, acknowledged })
    await ledger.close()
  }
})

/** The postmaster alone is killed; its children notice, and the next start recovers what they had committed. */
async function killAndRestart({ pid, port, exited }: LocalPostgres): Promise<LocalPostgres> {
  process.kill(pid, 'SIGKILL')
  let hasExited = false
  void exited.then(() => {
    hasExited = true
  })
  await waitFor(() => hasExited, { what: 'the end of the server', within: 60_000 })
  return await startPostgres({ dataDir, durable: true, port })
}
