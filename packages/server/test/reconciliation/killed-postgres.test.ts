import { randomUUID } from 'node:crypto'
import { startSimulator } from '@evenkeel/revio/simulator'
import { expect, it, onTestFinished } from 'vitest'
import { depositFailpoints } from '../../src/failpoints/failpoint.ts'
import { openDepositsWithInbox } from '../support/deposit-app.ts'
import type { Happening } from '../support/deposit-script.ts'
import { openKillablePostgres } from '../support/killable-postgres.ts'
import { playScript } from '../support/play-script.ts'
import { onStage } from '../support/stage.ts'
import { openStepWorker } from '../support/step-worker.ts'

const postgres = await openKillablePostgres()

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
      const service = await openDepositsWithInbox({ simulator, tenant: 'default', database: postgres })
      const worker = await openStepWorker(service)
      const struck: string[] = []

      for (const at of depositFailpoints) {
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
            await postgres.killAndRestart()
          },
        })
        await service.booksEqualTheSimulators()
      }

      expect(struck).toEqual(depositFailpoints)
      const deposits = await service.query('SELECT credited::text FROM wallet.deposit')
      expect(deposits).toEqual(depositFailpoints.map(() => ({ credited: '10000' })))
      expect(await service.query('SELECT kind FROM wallet.break')).toEqual([])
      expect(await service.query("SELECT data FROM pgboss.job WHERE name = 'dead'")).toEqual([])
    }),
  600_000,
)
