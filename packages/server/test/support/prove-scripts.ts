import { startSimulator } from '@evenkeel/revio/simulator'
import { freshDatabase, samples } from '@evenkeel/test-support'
import { expect, onTestFinished } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { type DepositApp, openDepositsWithInbox } from './deposit-app.ts'
import { scriptOf } from './deposit-script.ts'
import { playScript } from './play-script.ts'
import { onStage } from './stage.ts'
import { openStepWorker } from './step-worker.ts'
import { walletSchema } from './wallet-schema.ts'

/** The first seed; another one plays other scripts. One failing script alone: EVENKEEL_SEED=<seed> EVENKEEL_SCRIPTS=1. */
const firstSeed = Number(process.env['EVENKEEL_SEED'] ?? 1)
const count = Number(process.env['EVENKEEL_SCRIPTS'] ?? samples({ quick: 300, long: 2_000 }))

/** So many scripts are played side by side: while one of them waits for PostgreSQL, the other goes on. */
const sideBySide = 2

/**
 * Plays every second script, beginning with this one, and compares our books with the provider's after each. Two files
 * share the scripts, because files run side by side where there are cores for it.
 */
export async function proveScripts({ from }: { from: 0 | 1 }): Promise<void> {
  const seeds = everySecond(firstSeed + from, firstSeed + count)
  // A stage that fails ends the seeds for the others too; what went wrong there is told, and nothing after it.
  const ends = await Promise.allSettled(
    Array.from({ length: sideBySide }, () => onStage(() => proveOnStage(seeds))),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

function* everySecond(first: number, end: number): Generator<number> {
  for (let seed = first; seed < end; seed += 2) yield seed
}

/** Plays what is left of the scripts, one after the other, with a provider and books of its own. */
async function proveOnStage(seeds: Iterable<number>): Promise<void> {
  const simulator = await startSimulator({
    // The same on every stage: making its keys is dear, and done once.
    seed: 'scripts',
    virtualClockFrom: new Date('2026-01-01T00:00:00Z'),
    funding: [],
  })
  onTestFinished(() => simulator.close())
  const service = await openDepositsWithInbox({
    simulator,
    tenant: 'default',
    database: await freshDatabase(walletSchema),
    environment: { LOG_LEVEL: 'error' },
  })
  const worker = await openStepWorker(service)

  for (const seed of seeds) {
    const script = scriptOf(seed)
    const owner = await playScript(service, worker, script)

    const told = { replay: `EVENKEEL_SEED=${seed} EVENKEEL_SCRIPTS=1`, script }
    const { left, ...books } = await readBooks(service, owner)
    const wallets = await service.send(owner, 'GET', '/v1/wallets')
    expect({ ...told, ...books, wallet: wallets.json().data[0]?.current.amount ?? '0' }).toEqual({
      ...told,
      held: String(simulator.book.balance('merchant', 'ZAR')),
      wallet: left,
      unsure: 0,
      breaks: [],
      dead: [],
    })
  }
  await service.booksEqualTheSimulators()
}

/** What our side says after a script, in one statement. */
async function readBooks(service: DepositApp, owner: Principal): Promise<Record<string, unknown>> {
  const [books] = await service.query(
    `SELECT coalesce(sum(credited - returned), 0)::text AS left,
            count(*) FILTER (WHERE NOT reconciled AND purchase_id IS NOT NULL)::integer AS unsure,
            (
              SELECT coalesce(sum(posted), 0)::text
              FROM   ledger.account
              WHERE  code = 'gateway:revio:balance:ZAR'
            ) AS held,
            (SELECT coalesce(jsonb_agg(to_jsonb(break)), '[]') FROM wallet.break) AS breaks,
            (SELECT coalesce(jsonb_agg(to_jsonb(job)), '[]') FROM pgboss.job WHERE name = 'dead') AS dead
     FROM   wallet.deposit
     WHERE  user_id = $1`,
    [owner.userId],
  )
  return books ?? {}
}
