import { expect, it, onTestFinished } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { armFailpoints } from '../../src/failpoints/failpoint.ts'
import { claimExecution, findPayouts } from '../../src/withdrawals/payout-store.ts'
import { syncPayout } from '../../src/withdrawals/withdrawals.ts'
import { executeAgain } from '../support/execute-again.ts'
import { haltAt } from '../support/halt-at.ts'
import { minuteMs, openWithdrawals, type WithdrawalApp } from '../support/withdrawal-app.ts'

// Somebody at a payout who was slow, and has been overtaken by another process, or by the time.

/** A payout that the provider knows and that nobody has executed, because its sender failed before it could. */
async function unexecuted(service: WithdrawalApp): Promise<string> {
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  onTestFinished(() => armFailpoints(undefined))
  armFailpoints((name) => {
    if (name === 'payout-kept') throw new Error('The sender has failed.')
  })
  await expect(service.carryOn(id)).rejects.toThrow('The sender has failed.')
  armFailpoints(undefined)
  return id
}

const executions = ({ simulator }: WithdrawalApp): number =>
  simulator.requests.filter(({ operation }) => operation === 'payouts.execute').length

it('gives the one execution of a payout to one of twenty who want it at once, and to nobody ever after', async () => {
  const service = await openWithdrawals()
  const { db } = service.database
  const id = await unexecuted(service)
  const [payout] = await findPayouts(db, id)
  if (payout === undefined) throw new Error('There is no payout.')
  const claim = () => inTransaction(db, (trx) => claimExecution(trx, payout, service.clock.now()))

  const claims = await Promise.all(Array.from({ length: 20 }, claim))

  expect(claims.filter((isOurs) => isOurs)).toHaveLength(1)
  expect(await claim()).toBe(false)
})

it('executes nothing as a sender that was overtaken after its lease had run out', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  const slow = haltAt('payout-kept')
  const sending = service.carryOn(id)
  await slow.reached
  service.clock.advance(minuteMs)

  await service.carryOn(id)
  slow.go()
  await sending
  await service.pass(minuteMs)

  expect(executions(service)).toBe(1)
  expect((await service.seen(id)).detail).toBe('completed')
  await service.booksEqualTheSimulators()
})

it.each([
  [12, 1, [null]],
  [14, 2, ['too_late', null]],
])('executes a payout that was left for %i minutes as attempt %i', async (minutes, attempt, givenUpFor) => {
  const service = await openWithdrawals()
  const id = await unexecuted(service)
  service.clock.advance(minutes * minuteMs)
  await service.simulator.advance(minutes * minuteMs)

  await service.carryOn(id)
  await service.pass(minuteMs)
  await service.pass(5 * minuteMs)

  const payouts = await service.query(
    'SELECT attempt, given_up_for, execute_started_at FROM wallet.payout WHERE withdrawal_id = $1 ORDER BY attempt',
    [id],
  )
  expect(payouts.map(({ given_up_for: why }) => why)).toEqual(givenUpFor)
  const executed = payouts.filter(({ execute_started_at: at }) => at !== null)
  expect(executed.map((payout) => payout['attempt'])).toEqual([attempt])
  expect((await service.seen(id)).detail).toBe('completed')
  expect(service.timesPaid(id)).toBe(1)
})

it('does not bring back what arrived, because of a no that is older than the yes', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })
  await service.carryOn(id)
  await service.simulator.advance(minuteMs)
  // Our clock is ahead of the provider's: for us a no is final by now, and a bank may still try again.
  service.clock.advance(25 * minuteMs)
  const [payout] = await findPayouts(service.database.db, id)
  const payoutId = String(payout?.payoutId)
  const slow = haltAt('payout-read')
  const asking = syncPayout(service.withdrawals, { gateway: 'revio', payoutId })
  await slow.reached

  await executeAgain(service, payoutId)
  await service.simulator.advance(minuteMs)
  await syncPayout(service.withdrawals, { gateway: 'revio', payoutId })
  slow.go()
  await asking

  expect((await service.seen(id)).detail).toBe('completed')
  expect(await service.wallet(owner)).toEqual(['79900', '0', '79900'])
  await service.booksEqualTheSimulators()
})
