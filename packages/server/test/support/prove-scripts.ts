import { randomUUID } from 'node:crypto'
import { startSimulator } from '@evenkeel/revio/simulator'
import { samples } from '@evenkeel/test-support'
import { expect, onTestFinished } from 'vitest'
import { armFailpoints } from '../../src/failpoints/failpoint.ts'
import { openDepositsWithInbox } from './deposit-app.ts'
import { scriptOf } from './deposit-script.ts'
import { playScript } from './play-script.ts'
import { openStepWorker } from './step-worker.ts'

/** The first seed; another one plays other scripts. One failing script alone: EVENKEEL_SEED=<seed> EVENKEEL_SCRIPTS=1. */
const firstSeed = Number(process.env['EVENKEEL_SEED'] ?? 1)
const count = Number(process.env['EVENKEEL_SCRIPTS'] ?? samples({ quick: 100, long: 2_000 }))

/**
 * Plays every second script, beginning with this one, and compares our books with the provider's after each. Two files
 * share the scripts, because files run side by side.
 */
export async function proveScripts({ from }: { from: 0 | 1 }): Promise<void> {
  onTestFinished(() => armFailpoints(undefined))
  const simulator = await startSimulator({
    seed: randomUUID(),
    virtualClockFrom: new Date('2026-01-01T00:00:00Z'),
    funding: [],
  })
  onTestFinished(() => simulator.close())
  const service = await openDepositsWithInbox({ simulator, tenant: 'default' })
  const worker = await openStepWorker(service)

  for (let seed = firstSeed + from; seed < firstSeed + count; seed += 2) {
    const script = scriptOf(seed)
    const owner = await playScript(service, worker, script)

    const told = { replay: `EVENKEEL_SEED=${seed} EVENKEEL_SCRIPTS=1`, script }
    const [sums] = await service.query(
      `SELECT coalesce(sum(credited - returned), 0)::text AS left,
              count(*) FILTER (WHERE NOT reconciled AND purchase_id IS NOT NULL)::integer AS unsure
       FROM   wallet.deposit
       WHERE  user_id = $1`,
      [owner.userId],
    )
    const [held] = await service.query(
      "SELECT coalesce(sum(posted), 0)::text AS held FROM ledger.account WHERE code = 'gateway:revio:balance:ZAR'",
    )
    const wallets = await service.send(owner, 'GET', '/v1/wallets')
    expect({
      ...told,
      held: held?.['held'],
      left: wallets.json().data[0]?.current.amount ?? '0',
      unsure: sums?.['unsure'],
      breaks: await service.query('SELECT kind, expected, found FROM wallet.break'),
      dead: await service.query("SELECT data, output FROM pgboss.job WHERE name = 'dead'"),
    }).toEqual({
      ...told,
      held: String(simulator.book.balance('merchant', 'ZAR')),
      left: sums?.['left'],
      unsure: 0,
      breaks: [],
      dead: [],
    })
  }
  await service.booksEqualTheSimulators()
}
