import { race } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { finishRefund } from '../../src/deposits/refund-deposit.ts'
import { type DepositApp, openDeposits } from '../support/deposit-app.ts'

async function paidDeposit(
  service: DepositApp,
  amount = '10000',
): Promise<{ owner: Principal; id: string; purchaseId: string }> {
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, amount)
  service.simulator.payer.pay(purchaseId)
  await syncDeposit(service.deposits, { depositId: id })
  return { owner, id, purchaseId }
}

/** Moves money out of a wallet as a payment to somebody else would, without the gateway. */
async function spend(service: DepositApp, { userId, tenant }: Principal, amount: bigint): Promise<void> {
  const book = service.ledger.book(tenant)
  await book.accounts.open({ code: 'shop:ZAR', type: 'liability', currency: 'ZAR' })
  const money = { amount, currency: 'ZAR' }
  await book.post({
    key: `spent:${userId}:${amount}`,
    kind: 'spent',
    entries: [
      { account: `user:${userId}:wallet:ZAR`, side: 'debit', amount: money },
      { account: 'shop:ZAR', side: 'credit', amount: money },
    ],
  })
}

const zar = (amount: string): object => ({ amount, currency: 'ZAR' })
const reason = 'The event was cancelled'

async function postedOn(service: DepositApp, tenant: string, code: string): Promise<string> {
  const rows = await service.query(
    'SELECT posted::text FROM ledger.account JOIN ledger.book ON book.id = book_id WHERE book.code = $1 AND account.code = $2',
    [tenant, code],
  )
  return String(rows[0]?.['posted'] ?? '0')
}

it('gives a part back less its penalty, and says so to the owner', async () => {
  const service = await openDeposits()
  const { owner, id } = await paidDeposit(service)

  const body = { amount: zar('4000'), penalty_bps: 1_000, reason }
  const answer = await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/refund`, { body })

  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toMatchObject({
    status: 'completed',
    amount: { amount: '4000' },
    penalty: { amount: '400' },
  })
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json()).toMatchObject({
    current: { amount: '6000' },
    held: { amount: '0' },
  })
  expect(await postedOn(service, owner.tenant, 'fees:penalty:ZAR')).toBe('400')
  const { data } = (await service.send(owner, 'GET', '/v1/transactions')).json()
  expect(data).toMatchObject([
    { type: 'refund', status: 'completed', amount: { amount: '-4000' }, current_after: { amount: '6000' } },
    { type: 'credit', status: 'completed', detail: 'part_refunded' },
  ])
  await service.booksEqualTheSimulators()
})

it('refuses to give back more than is left, whichever way it was asked', async () => {
  const service = await openDeposits()
  const { id } = await paidDeposit(service)
  const path = `/v1/admin/deposits/${id}/refund`
  await service.send(service.finance, 'POST', path, { body: { amount: zar('9000'), reason } })
  await service.simulator.advance(61_000)

  const more = await service.send(service.finance, 'POST', path, { body: { amount: zar('1001'), reason } })
  const rest = await service.send(service.finance, 'POST', path, { body: { reason } })
  const nothing = await service.send(service.finance, 'POST', path, { body: { reason } })

  expect([more.statusCode, more.json().code]).toEqual([422, 'amount_out_of_limits'])
  expect(rest.json()).toMatchObject({ status: 'completed', amount: { amount: '1000' } })
  expect([nothing.statusCode, nothing.json().code]).toEqual([409, 'deposit_state'])
  await service.booksEqualTheSimulators()
})

it('lets one of ten who refund at once, each with a key of their own', async () => {
  const service = await openDeposits()
  const { owner, id } = await paidDeposit(service)
  const path = `/v1/admin/deposits/${id}/refund`

  const { values } = await race(10, () =>
    service.send(service.finance, 'POST', path, { body: { amount: zar('10000'), reason } }),
  )

  const given = values.filter(({ statusCode }) => statusCode === 201)
  const refused = values.filter(({ statusCode }) => statusCode === 409)
  expect([given.length, given.length + refused.length]).toEqual([1, 10])
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('0')
  await service.booksEqualTheSimulators()
})

it('turns what was spent already into a debt, and never takes a wallet below zero', async () => {
  const service = await openDeposits()
  const { owner, id } = await paidDeposit(service)
  await spend(service, owner, 7_000n)

  await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/refund`, { body: { reason } })

  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('0')
  expect(await postedOn(service, owner.tenant, `receivable:${owner.userId}:ZAR`)).toBe('7000')
  await service.booksEqualTheSimulators()
})

it('takes a charge-back from the wallet and, for what was spent, from nobody but its owner', async () => {
  const service = await openDeposits()
  const { owner, id, purchaseId } = await paidDeposit(service)
  await spend(service, owner, 2_500n)
  service.simulator.payer.chargeBack(purchaseId)

  await syncDeposit(service.deposits, { depositId: id })
  await syncDeposit(service.deposits, { depositId: id })

  const { data } = (await service.send(owner, 'GET', '/v1/transactions')).json()
  expect(data[0]).toMatchObject({ type: 'debit', status: 'completed', amount: { amount: '-10000' } })
  expect(data).toHaveLength(2)
  expect(await postedOn(service, owner.tenant, `receivable:${owner.userId}:ZAR`)).toBe('2500')
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail).toBe('charged_back')
  await service.booksEqualTheSimulators()
})

it('takes back after a part was refunded only what was left', async () => {
  const service = await openDeposits()
  const { owner, id, purchaseId } = await paidDeposit(service)
  await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/refund`, {
    body: { amount: zar('4000'), reason },
  })
  service.simulator.payer.chargeBack(purchaseId)

  await syncDeposit(service.deposits, { depositId: id })

  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('0')
  await service.booksEqualTheSimulators()
})

it('leaves it to staff where a bank takes back even the penalty that was kept', async () => {
  const service = await openDeposits()
  const { owner, id, purchaseId } = await paidDeposit(service)
  await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/refund`, {
    body: { penalty_bps: 1_000, reason },
  })
  service.simulator.payer.chargeBack(purchaseId)

  await syncDeposit(service.deposits, { depositId: id })

  const breaks = await service.query('SELECT kind, expected, found FROM wallet.break WHERE deposit_id = $1', [
    id,
  ])
  expect(breaks).toEqual([
    {
      kind: 'returned_differs',
      expected: { returned: '9000' },
      found: { returned: '10000', status: 'chargeback' },
    },
  ])
  expect(await postedOn(service, owner.tenant, `receivable:${owner.userId}:ZAR`)).toBe('0')
})

it('looks up a refund whose answer was lost, and never sends it again', async () => {
  const service = await openDeposits()
  const { owner, id } = await paidDeposit(service)
  service.simulator.arm({ fault: 'lost_response', on: 'purchases.refund' })
  const path = `/v1/admin/deposits/${id}/refund`

  const answer = await service.send(service.finance, 'POST', path, { body: { reason }, key: 'k' })
  const again = await service.send(service.finance, 'POST', path, { body: { reason }, key: 'k' })

  expect(answer.json()).toMatchObject({ status: 'completed' })
  expect(again.body).toBe(answer.body)
  expect(service.simulator.requests.filter(({ operation }) => operation === 'purchases.refund')).toHaveLength(
    1,
  )
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('0')
  await service.booksEqualTheSimulators()
})

it('holds the money while a refund is pending, and ends it when the gateway knows', async () => {
  const service = await openDeposits()
  const { owner, id } = await paidDeposit(service)
  service.simulator.arm({ fault: 'pending', on: 'purchases.refund', delayMs: 60_000 })

  const answer = await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/refund`, {
    body: { reason },
  })
  const during = (await service.send(owner, 'GET', '/v1/wallets/ZAR')).json()
  const listed = (await service.send(owner, 'GET', '/v1/transactions?status=pending')).json().data
  await service.simulator.advance(60_000)
  await syncDeposit(service.deposits, { depositId: id })

  expect(answer.json().status).toBe('requested')
  expect(during).toMatchObject({
    current: { amount: '10000' },
    held: { amount: '10000' },
    usable: { amount: '0' },
  })
  expect(listed).toMatchObject([{ type: 'refund', amount: { amount: '-10000' } }])
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json()).toMatchObject({
    current: { amount: '0' },
    held: { amount: '0' },
  })
  await service.booksEqualTheSimulators()
})

it('sends a refund once, ever, whoever finishes what a request that was cut off began', async () => {
  const service = await openDeposits()
  const { id } = await paidDeposit(service)
  service.simulator.arm({ fault: 'pending', on: 'purchases.refund', delayMs: 60_000 })
  const path = `/v1/admin/deposits/${id}/refund`
  const refund = (await service.send(service.finance, 'POST', path, { body: { reason } })).json()

  const { errors } = await race(5, () => finishRefund(service.deposits, refund.id))

  expect(errors).toEqual([])
  expect(service.simulator.requests.filter(({ operation }) => operation === 'purchases.refund')).toHaveLength(
    1,
  )
})

it('frees the money of a refund that the gateway refuses, and of one that did not happen', async () => {
  const service = await openDeposits()
  const { owner, id } = await paidDeposit(service)
  const path = `/v1/admin/deposits/${id}/refund`
  service.simulator.arm({ fault: 'pending_then_failure', on: 'purchases.refund', delayMs: 1_000 })
  await service.send(service.finance, 'POST', path, { body: { amount: zar('1000'), reason } })
  await service.simulator.advance(1_000)
  service.clock.advance(16 * 60_000)
  await syncDeposit(service.deposits, { depositId: id })

  // Within a minute of the other, which the gateway refuses.
  const tooSoon = await service.send(service.finance, 'POST', path, { body: { amount: zar('2000'), reason } })

  expect(tooSoon.json().status).toBe('failed')
  expect(await service.query('SELECT status FROM wallet.refund WHERE deposit_id = $1', [id])).toEqual([
    { status: 'failed' },
    { status: 'failed' },
  ])
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json()).toMatchObject({
    current: { amount: '10000' },
    usable: { amount: '10000' },
  })
  await service.booksEqualTheSimulators()
})

it('captures an authorized deposit, all or part, once', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000', { capture: 'manual' })
  service.simulator.payer.pay(purchaseId)
  await syncDeposit(service.deposits, { depositId: id })
  const authorized = (await service.send(owner, 'GET', `/v1/deposits/${id}`)).json()
  const path = `/v1/admin/deposits/${id}/capture`

  service.simulator.arm({ fault: 'lost_response', on: 'purchases.capture' })
  const captured = await service.send(service.finance, 'POST', path, { body: { amount: zar('6000') } })
  const again = await service.send(service.finance, 'POST', path, { body: { amount: zar('6000') } })

  expect(authorized).toMatchObject({ status: 'pending', detail: 'authorized', credited: null })
  expect(captured.json()).toMatchObject({ status: 'completed', credited: { amount: '6000' } })
  expect([again.statusCode, again.json().code]).toEqual([409, 'deposit_state'])
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('6000')
  await service.booksEqualTheSimulators()
})

it('releases an authorized deposit: nothing was credited, nothing is owed', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000', { capture: 'manual' })
  service.simulator.payer.pay(purchaseId)
  await syncDeposit(service.deposits, { depositId: id })

  const released = await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/release`, {
    body: {},
  })

  expect(released.json()).toMatchObject({ status: 'failed', gateway_status: 'released' })
  await service.booksEqualTheSimulators()
})

it('lets nobody refund but finance, not across tenants and not to themselves', async () => {
  const service = await openDeposits()
  const { owner, id } = await paidDeposit(service)
  const elsewhere = await openDeposits()
  const path = `/v1/admin/deposits/${id}/refund`

  const byOwner = await service.send(owner, 'POST', path, { body: { reason } })
  const foreign = await elsewhere.send(elsewhere.finance, 'POST', path, { body: { reason } })
  const own = await service.deposit(service.finance).catch((error: unknown) => String(error))

  expect([byOwner.statusCode, byOwner.json().code]).toEqual([403, 'not_allowed'])
  expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'not_found'])
  expect(own).toContain('not_allowed')
  await service.booksEqualTheSimulators()
})
