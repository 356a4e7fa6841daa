import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalPostgres, startPostgres } from '@evenkeel/local-postgres'
import { startSimulator } from '@evenkeel/revio/simulator'
import { waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import { failpointNames } from '../../src/failpoints/failpoint.ts'
import { openDepositsWithInbox } from '../support/deposit-app.ts'
import type { Happening } from '../support/deposit-script.ts'
import { playScript } from '../support/play-script.ts'
import { onStage } from '../support/stage.ts'
import { openStepWorker } from '../support/step-worker.ts'

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

/** The postmaster alone is killed; its children notice, and the next start recovers what they had committed. */
async function killAndRestart({ pid, port, exited }: LocalPostgres): Promise<LocalPostgres> {
  process.kill(pid, 'SIGKILL')
  let hasExited = false
  void exited.then(() => {
    hasExited = true
  })
  await waitFor(() => hasExited, { what: 'the end of the server', within: 60_000 })
  return startPostgres({ dataDir, durable: true, port })
}

it(
  'loses nothing and does nothing twice when PostgreSQL is killed at any failpoint',
  () =>
    onStage(async () => {
      const simulator = await startSimulator({
        seed: randomUUID(),
        virtualClockFrom: new Date('2026-01-01T00:00:00Z'),
        funding: [],
      })
      onTestFinished(() => simulator.close())
      const database = { url: server.url, pool }
      const service = await openDepositsWithInbox({ simulator, tenant: 'default', database })
      const worker = await openStepWorker(service)
      const struck: string[] = []

      for (const at of failpointNames) {
        const script: Happening[] = [
          { what: 'crash', at },
          { what: 'deposit', amount: 10_000, capture: 'automatic' },
          { what: 'pay', which: 0 },
          { what: 'work' },
          { what: 'work' },
          { what: 'refund', which: 0, penaltyBps: 1_000, part: 2 },
          { what: 'reconcile' },
        ]
        await playScript(service, worker, script, {
          async strike() {
            struck.push(at)
            server = await killAndRestart(server)
          },
        })
        await service.booksEqualTheSimulators()
      }

      expect(struck).toEqual(failpointNames)
      const deposits = await service.query('SELECT credited::text FROM wallet.deposit')
      expect(deposits).toEqual(failpointNames.map(() => ({ credited: '10000' })))
      expect(await service.query('SELECT kind FROM wallet.break')).toEqual([])
      expect(await service.query("SELECT data FROM pgboss.job WHERE name = 'dead'")).toEqual([])
    }),
  600_000,
)
