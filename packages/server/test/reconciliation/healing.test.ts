import { expect, it, onTestFinished } from 'vitest'
import { findDueDeposits } from '../../src/deposits/deposits.ts'
import { armFailpoints } from '../../src/failpoints/failpoint.ts'
import { askForDeposits, newTally } from '../../src/reconciliation/ask-gateway.ts'
import { openReconciliation } from '../support/open-reconciliation.ts'

// No webhook reaches these tests: whatever is learnt here is learnt by asking.

it('credits within one run what was paid while every webhook was lost', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000')
  service.simulator.payer.pay(purchaseId)

  const { tally } = await service.reconcile()

  expect(tally.changed).toBe(1)
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().status).toBe('completed')
  await service.booksEqualTheSimulators()
})

it('learns within one run of a charge-back on a deposit that nobody had a reason to ask for', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.paid(owner)
  service.simulator.payer.chargeBack(purchaseId)

  const { comparisons } = await service.reconcile()

  expect(comparisons.every(({ state }) => state === 'agrees')).toBe(true)
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail).toBe('charged_back')
  expect(await service.openBreaks()).toEqual([])
})

it('ends a refund that the provider finished later, without a word from it', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { id } = await service.paid(owner)
  service.simulator.arm({ fault: 'pending', on: 'purchases.refund', delayMs: 60_000 })
  const body = { reason: 'The event was cancelled' }
  const asked = await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/refund`, { body })
  await service.simulator.advance(60_000)

  await service.reconcile()

  expect(asked.json().status).toBe('requested')
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail).toBe('refunded')
  await service.booksEqualTheSimulators()
})

it('gives up a checkout page after three days, and honours money that comes all the same', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner)
  service.clock.advance(3 * 24 * 60 * 60_000 + 1_000)
  await service.reconcile()
  const before = (await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail

  service.simulator.payer.pay(purchaseId)
  await service.reconcile()

  expect(before).toBe('expired')
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail).toBe('completed')
  await service.booksEqualTheSimulators()
})

it('asks once more in the same run for what could not be asked, before it calls anything a break', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner)
  service.simulator.payer.decline(purchaseId)
  await service.reconcile()
  service.simulator.payer.pay(purchaseId)
  onTestFinished(() => armFailpoints(undefined))
  armFailpoints((name) => {
    if (name !== 'deposit-posted') return
    armFailpoints(undefined)
    throw new Error('The connection broke.')
  })

  const { comparisons, tally } = await service.reconcile()

  expect(tally.unanswered).toBe(1)
  expect(comparisons.every(({ state }) => state === 'agrees')).toBe(true)
  expect(await service.openBreaks()).toEqual([])
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail).toBe('completed')
})

it('asks again after 1, 5, 15 and 60 minutes, 6 hours, and then every day', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { id } = await service.deposit(owner)
  const began = service.clock.now().getTime()
  const signal = new AbortController().signal
  const minutes: number[] = []

  for (let minute = 0; minute <= 3 * 24 * 60; minute += minute < 420 ? 1 : 30) {
    const now = new Date(began + minute * 60_000)
    service.clock.set(now)
    if (!(await findDueDeposits(service.database.db, { now, limit: 10 })).includes(id)) continue
    minutes.push(minute)
    await askForDeposits(service.reconciliation, [id], { tally: newTally(), signal })
  }

  expect(minutes).toEqual([1, 5, 15, 60, 360, 1_440, 2_880, 4_320])
})

it('reports what has waited for too long, and why', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const authorized = await service.deposit(owner, '10000', { capture: 'manual' })
  service.simulator.payer.pay(authorized.purchaseId)
  const { id: refunded } = await service.paid(owner)
  service.simulator.arm({ fault: 'pending', on: 'purchases.refund', delayMs: 10 * 24 * 60 * 60_000 })
  const body = { reason: 'The event was cancelled' }
  await service.send(service.finance, 'POST', `/v1/admin/deposits/${refunded}/refund`, { body })
  await service.reconcile()
  const early = await service.reconcile()
  service.clock.advance(6 * 24 * 60 * 60_000)

  const late = await service.reconcile()

  const reasons = (of: typeof late): string[] =>
    of.stuck
      .filter(({ deposit }) => [authorized.id, refunded].includes(deposit))
      .map(({ reason }) => reason)
      .sort()
  expect(reasons(early)).toEqual([])
  expect(reasons(late)).toEqual(['authorization_old', 'refund_unanswered'])
})
