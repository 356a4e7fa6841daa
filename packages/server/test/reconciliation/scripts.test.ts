import { randomUUID } from 'node:crypto'
import { startSimulator } from '@evenkeel/revio/simulator'
import { samples } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { armFailpoints } from '../../src/failpoints/failpoint.ts'
import { openDepositsWithInbox } from '../support/deposit-app.ts'
import { type Happening, scriptOf } from '../support/deposit-script.ts'
import { playScript } from '../support/play-script.ts'
import { openStepWorker } from '../support/step-worker.ts'

/** The first seed; another one plays other scripts. One failing script alone: EVENKEEL_SEED=<seed> EVENKEEL_SCRIPTS=1. */
const firstSeed = Number(process.env['EVENKEEL_SEED'] ?? 1)
const count = Number(process.env['EVENKEEL_SCRIPTS'] ?? samples({ quick: 300, long: 2_000 }))

it('has books equal to the provider’s after every script of replies, webhooks, crashes and clocks', async () => {
  onTestFinished(() => armFailpoints(undefined))
  const simulator = await startSimulator({
    seed: randomUUID(),
    virtualClockFrom: new Date('2026-01-01T00:00:00Z'),
    funding: [],
  })
  onTestFinished(() => simulator.close())
  const service = await openDepositsWithInbox({ simulator, tenant: 'default' })
  const worker = await openStepWorker(service)

  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const script = scriptOf(seed)
    const owner = await playScript(service, worker, script)

    const told = { seed, script: script.map((one: Happening) => JSON.stringify(one)) }
    const [sums] = await service.query(
      `SELECT coalesce(sum(credited - returned), 0)::text AS left,
              count(*) FILTER (WHERE NOT reconciled AND purchase_id IS NOT NULL)::integer AS unsure
       FROM   wallet.deposit
       WHERE  user_id = $1`,
      [owner.userId],
    )
    const wallet = await service.send(owner, 'GET', '/v1/wallets')
    const [held] = await service.query(
      "SELECT coalesce(sum(posted), 0)::text AS held FROM ledger.account WHERE code = 'gateway:revio:balance:ZAR'",
    )
    const left = wallet.json().data[0]?.current.amount ?? '0'
    const breaks = await service.query('SELECT kind, expected, found FROM wallet.break')
    const dead = await service.query("SELECT data, output FROM pgboss.job WHERE name = 'dead'")
    expect({ ...told, held: held?.['held'], left, unsure: sums?.['unsure'], breaks, dead }).toEqual({
      ...told,
      held: String(simulator.book.balance('merchant', 'ZAR')),
      left: sums?.['left'],
      unsure: 0,
      breaks: [],
      dead: [],
    })
  }
  await service.booksEqualTheSimulators()
}, 3_600_000)

it('plays the same script for the same seed', () => {
  expect(scriptOf(7)).toEqual(scriptOf(7))
  expect(scriptOf(7)).not.toEqual(scriptOf(8))
})
