import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { executeAgain } from '../support/execute-again.ts'
import {
  openReconciliationOfWithdrawals,
  type WithdrawalReconciliationApp,
} from '../support/open-reconciliation.ts'
import { hourMs, minuteMs } from '../support/withdrawal-app.ts'

// No webhook reaches these tests, and no clock of ours asks: whatever is learnt here is learnt by the run.

/** A withdrawal that has been sent, and its payout. */
async function sent(
  service: WithdrawalReconciliationApp,
): Promise<{ owner: Principal; id: string; payoutId: string }> {
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  await service.carryOn(id)
  return { owner, id, payoutId: await service.payoutOf(id) }
}

/** How often the gateway has been asked what it holds. */
const looks = ({ simulator }: WithdrawalReconciliationApp): number =>
  simulator.requests.filter(({ operation }) => operation === 'balances').length

it('asks for what is on its way before it compares', async () => {
  const service = await openReconciliationOfWithdrawals()
  const { id } = await sent(service)
  await service.simulator.advance(minuteMs)
  const before = looks(service)

  const { comparisons, tally } = await service.reconcile()

  expect((await service.seen(id)).detail).toBe('completed')
  expect(tally).toMatchObject({ changed: 1, unanswered: 0 })
  expect(comparisons.every(({ state }) => state === 'agrees')).toBe(true)
  // Once before and once after: nothing differed, so nothing was compared anew.
  expect(looks(service) - before).toBe(2)
  await service.booksEqualTheSimulators()
})

it('makes no break of what a bank takes days over, of which the gateway has kept its fee', async () => {
  const service = await openReconciliationOfWithdrawals()
  const { id, payoutId } = await sent(service)

  const { comparisons } = await service.reconcile()

  expect(service.simulator.payout(payoutId)).toMatchObject({
    status: 'pending',
    payment: { fee_amount: 500 },
  })
  expect((await service.seen(id)).detail).toBe('sending')
  expect(comparisons.every(({ state }) => state === 'agrees')).toBe(true)
  expect(await service.openBreaks()).toEqual([])
})

it('frees within one run what the bank refused, though no balance shows it', async () => {
  const service = await openReconciliationOfWithdrawals()
  service.simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })
  const { id } = await sent(service)
  await service.simulator.advance(25 * minuteMs)
  service.clock.advance(25 * minuteMs)

  await service.reconcile()

  expect((await service.seen(id)).detail).toBe('failed')
  expect(await service.openBreaks()).toEqual([])
})

it('posts within one run what arrived after it had failed', async () => {
  const service = await openReconciliationOfWithdrawals()
  service.simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })
  const { id, payoutId } = await sent(service)
  await service.simulator.advance(minuteMs)
  // Our clock is ahead of the provider's, for which the fifteen minutes are not over.
  service.clock.advance(25 * minuteMs)
  await service.reconcile()
  const failed = (await service.seen(id)).detail
  await executeAgain(service, payoutId)
  const meanwhile = await service.reconcile()
  await service.simulator.advance(minuteMs)

  const { comparisons } = await service.reconcile()

  expect(failed).toBe('failed')
  expect(meanwhile.comparisons.every(({ state }) => state === 'agrees')).toBe(true)
  expect((await service.seen(id)).detail).toBe('paid_late')
  expect(comparisons.every(({ state }) => state === 'agrees')).toBe(true)
  expect(await service.openBreaks()).toEqual([])
  await service.booksEqualTheSimulators()
})

it('takes back within one run what the bank returned after it had arrived', async () => {
  const service = await openReconciliationOfWithdrawals()
  service.simulator.arm({ fault: 'failure_after_success', on: 'payouts.execute' })
  const { id } = await sent(service)
  const arrived = (await service.seen(id)).detail
  await service.simulator.advance(hourMs)
  service.clock.advance(hourMs)

  const { comparisons } = await service.reconcile()

  expect([arrived, (await service.seen(id)).detail]).toEqual(['completed', 'returned'])
  expect(comparisons.every(({ state }) => state === 'agrees')).toBe(true)
  await service.booksEqualTheSimulators()
})

it('finds within a day what differs about a payout that had ended, once, and puts nothing right', async () => {
  const service = await openReconciliationOfWithdrawals()
  const ended = [await sent(service), await sent(service), await sent(service)]
  await service.simulator.advance(minuteMs)
  await service.reconcile()
  const [other, gone, same] = ended.map(({ payoutId }) => service.simulator.payout(payoutId))
  Object.assign(other ?? {}, { reference: 'somebody-elses' })
  Object.assign(gone ?? {}, { is_test: false })
  const early = await service.openBreaks()
  service.clock.advance(25 * hourMs)
  const books = (): Promise<unknown> => service.query('SELECT count(*), sum(amount) FROM ledger.entry')
  const before = await books()

  await service.reconcile()
  const found = await service.openBreaks()
  service.clock.advance(25 * hourMs)
  await service.reconcile()

  expect(early).toEqual([])
  expect(found).toEqual([`payout_differs ${other?.id}`, `payout_missing ${gone?.id}`])
  expect(await service.openBreaks()).toEqual(found)
  expect(await books()).toEqual(before)
  const trail = await service.query(
    `SELECT difference FROM wallet.audit_record WHERE table_name = 'payout' AND new_values ->> 'payout_id' = $1
     ORDER BY id DESC LIMIT 1`,
    [same?.id],
  )
  expect(trail, 'that it was asked again is no change').toMatchObject([
    { difference: { gateway_status: { new: 'success' } } },
  ])
})

it('shows staff which withdrawal a break is about, and lets nobody decide about their own', async () => {
  const service = await openReconciliationOfWithdrawals()
  const { owner, id, payoutId } = await sent(service)
  service.people.set(owner.userId, { ...owner, roles: ['user', 'finance'] })
  Object.assign(service.simulator.payout(payoutId), { reference: 'and-again' })
  await service.reconcile()
  const listed = await service.send(service.finance, 'GET', '/v1/admin/breaks?status=open&limit=1')
  const [shown] = listed.json().data
  const body = { reason: 'The provider renamed it by hand' }
  const resolve = `/v1/admin/breaks/${shown.id}/resolve`

  const own = await service.send(owner, 'POST', resolve, { body })
  const decided = await service.send(service.finance, 'POST', resolve, { body })

  expect(shown).toMatchObject({
    kind: 'payout_differs',
    withdrawal_id: id,
    deposit_id: null,
    object_id: payoutId,
  })
  expect([own.statusCode, own.json().code]).toEqual([403, 'not_allowed'])
  expect(decided.json()).toMatchObject({ status: 'resolved', withdrawal_id: id })
})
