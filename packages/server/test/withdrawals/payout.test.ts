import { expect, it } from 'vitest'
import { gatewaysOf } from '../../src/gateways/gateways.ts'
import type { PayoutRequest } from '../../src/gateways/payout-gateway.ts'
import { sendPayout } from '../../src/withdrawals/withdrawals.ts'
import { linkBody, newNumber } from '../support/bank-accounts.ts'
import { hourMs, minuteMs, openWithdrawals, type WithdrawalApp } from '../support/withdrawal-app.ts'

// What the provider may do to us on the way out. Each ends with the simulator's book equal to ours, and with nobody paid
// twice. The simulator's clock moves with ours.

async function end(service: WithdrawalApp): Promise<void> {
  for (const minutes of [1, 5, 15, 25, 60]) await service.pass(minutes * minuteMs)
}

it('pays, captures amount and fee, and books what the provider keeps', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')

  await service.carryOn(id)
  const sending = (await service.seen(id)).detail
  await service.pass(minuteMs)

  expect(sending).toBe('sending')
  expect(await service.seen(id)).toMatchObject({ detail: 'completed', status: 'completed' })
  expect(await service.wallet(owner)).toEqual(['79900', '0', '79900'])
  expect(service.timesPaid(id)).toBe(1)
  const kinds = await service.query('SELECT kind FROM wallet.mail WHERE recipient = $1 ORDER BY kind', [
    owner.mail,
  ])
  expect(kinds.map(({ kind }) => kind)).toContain('withdrawal_completed')
  await service.booksEqualTheSimulators()
})

it.each([
  'lost_response',
  'server_error_after',
  'bad_request_after',
  'wrong_content_type',
  'broken_json',
  'reset_mid_body',
] as const)('waits for word of an execute that paid and ends in %s: paid once', async (fault) => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault, on: 'payouts.execute' })

  await service.carryOn(id)
  const sending = (await service.seen(id)).detail
  await end(service)

  expect(sending).toBe('sending')
  expect((await service.seen(id)).detail).toBe('completed')
  expect(service.timesPaid(id)).toBe(1)
  await service.booksEqualTheSimulators()
})

it.each(['reset_before', 'server_error_before', 'rate_limited'] as const)(
  'pays by a second payout, once the first can no longer be executed, after an execute that ends in %s',
  async (fault) => {
    const service = await openWithdrawals()
    const owner = await service.newHolder('100000')
    const id = await service.approved(owner, '20000')
    service.simulator.arm({ fault, on: 'payouts.execute' })

    await service.carryOn(id)
    await service.pass(19 * minuteMs)
    const within = (await service.seen(id)).detail
    await end(service)

    expect(within).toBe('sending')
    expect((await service.seen(id)).detail).toBe('completed')
    expect(service.timesPaid(id)).toBe(1)
    expect(await service.wallet(owner)).toEqual(['79900', '0', '79900'])
    await service.booksEqualTheSimulators()
  },
)

it.each([
  'lost_response',
  'server_error_after',
  'server_error_before',
  'broken_json',
  'reset_before',
  'bad_request_after',
  'rate_limited',
] as const)('survives a create that ends in %s: the next attempt is the one that pays', async (fault) => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault, on: 'payouts.create' })

  await service.carryOn(id)
  const given = await service.query('SELECT given_up_for FROM wallet.payout WHERE withdrawal_id = $1', [id])
  await end(service)

  expect(given).toEqual([{ given_up_for: fault === 'rate_limited' ? 'create_refused' : 'create_lost' }])
  const created = service.simulator.requests.filter(({ operation }) => operation === 'payouts.create')
  expect(created.map(({ reference }) => reference)).toEqual([`withdrawal-${id}-1`, `withdrawal-${id}-2`])
  expect((await service.seen(id)).detail).toBe('completed')
  expect(service.timesPaid(id)).toBe(1)
  await service.booksEqualTheSimulators()
})

it('fails after the fourth create that came to nothing: everything can be used again, and the owner is told', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'lost_response', on: 'payouts.create', times: 4 })

  await service.carryOn(id)
  await end(service)

  expect(await service.seen(id)).toMatchObject({
    detail: 'failed',
    reason: expect.stringContaining('provider'),
  })
  expect(await service.wallet(owner)).toEqual(['100000', '0', '100000'])
  expect(service.timesPaid(id)).toBe(0)
  const mails = await service.query(
    "SELECT 1 FROM wallet.mail WHERE recipient = $1 AND kind = 'withdrawal_failed'",
    [owner.mail],
  )
  expect(mails).toHaveLength(1)
  await service.booksEqualTheSimulators()
})

it.each(['server_error_before', 'reset_before', 'lost_response'] as const)(
  'waits for a provider that answers nothing but %s for a day, with the money held, and then pays',
  async (fault) => {
    const service = await openWithdrawals()
    const owner = await service.newHolder('100000')
    const id = await service.approved(owner, '20000')
    service.simulator.arm({ fault, on: '*', times: 1_000_000 })

    await service.carryOn(id)
    for (const hours of [0.1, 0.2, 0.5, 2, 7, 7]) await service.pass(hours * hourMs)
    const within = [(await service.seen(id)).detail, (await service.wallet(owner))[1]]
    service.simulator.clearFaults()
    await service.pass(25 * hourMs)
    await service.pass(25 * hourMs)

    expect(within).toEqual(['sending', '20100'])
    expect((await service.seen(id)).detail).toBe('completed')
    expect(service.timesPaid(id)).toBe(1)
    const told = await service.query(
      "SELECT 1 FROM wallet.mail WHERE recipient = $1 AND kind = 'withdrawal_alert' AND facts ->> 'what' LIKE 'A payout has no end%'",
      [service.finance.mail],
    )
    expect(told).toHaveLength(1)
    await service.booksEqualTheSimulators()
  },
)

it('keeps a payout that the bank refuses `sending` until its time is over, then frees everything', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })

  await service.carryOn(id)
  await service.pass(15 * minuteMs)
  const within = (await service.seen(id)).detail
  await service.pass(6 * minuteMs)

  expect(within).toBe('sending')
  expect((await service.seen(id)).detail).toBe('failed')
  expect(await service.wallet(owner)).toEqual(['100000', '0', '100000'])
  await service.booksEqualTheSimulators()
})

it('brings back into the wallet what arrived and came back, our fee included', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'failure_after_success', on: 'payouts.execute' })

  await service.carryOn(id)
  await service.carryOn(id)
  const arrived = (await service.seen(id)).detail
  await service.pass(25 * hourMs)

  expect(arrived).toBe('completed')
  expect((await service.seen(id)).detail).toBe('returned')
  expect(await service.wallet(owner)).toEqual(['100000', '0', '100000'])
  await service.booksEqualTheSimulators()
})

it.each([
  ['another amount', 'wrong_amount'],
  ['another currency', 'wrong_currency'],
  ['the other mode', 'other_mode'],
] as const)('posts nothing while the provider states %s, and tells staff', async (_what, fault) => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  await service.carryOn(id)
  service.simulator.arm({ fault, on: 'payouts.get' })

  await service.simulator.advance(minuteMs)
  await service.carryOn(id)
  const lied = (await service.seen(id)).detail
  await service.carryOn(id)

  expect(lied).toBe('sending')
  expect((await service.seen(id)).detail).toBe('completed')
  const breaks = await service.query('SELECT kind FROM wallet.break WHERE withdrawal_id = $1', [id])
  expect(breaks).toEqual([{ kind: 'payout_differs' }])
  await service.booksEqualTheSimulators()
})

it('pays to the account that was linked when it was asked for, whatever has been linked since', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const [first, second] = [newNumber(), newNumber()]
  const link = (number: string) =>
    service.send(owner, 'PUT', '/v1/bank-account', { body: linkBody({ number }) })
  await link(first)
  const id = await service.approved(owner, '20000')
  await link(second)
  const gateway = service.gateways.forWithdrawals
  if (gateway === undefined) throw new Error('No gateway is configured.')
  const asked: PayoutRequest[] = []
  const create: typeof gateway.payouts.create = (request) => {
    asked.push(request)
    return gateway.payouts.create(request)
  }
  const gateways = gatewaysOf([{ ...gateway, payouts: { ...gateway.payouts, create } }])

  await sendPayout({ ...service.withdrawals, gateways }, id)

  expect(asked.map(({ recipient }) => recipient)).toMatchObject([{ accountNumber: first }])
})

it('executes once, whatever number of workers carry it on at once', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')

  await Promise.all(Array.from({ length: 20 }, () => service.carryOn(id)))
  await end(service)

  const asked = service.simulator.requests.filter(({ operation }) => operation === 'payouts.execute')
  expect([asked.length, service.timesPaid(id)]).toEqual([1, 1])
  await service.booksEqualTheSimulators()
})

it('tells staff of a payout that has no end after hours, and keeps its money held', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'pending', on: 'payouts.execute', delayMs: 30 * 24 * hourMs })

  await service.carryOn(id)
  for (const hours of [0.1, 0.2, 0.5, 2, 7, 7]) await service.pass(hours * hourMs)

  expect((await service.seen(id)).detail).toBe('sending')
  expect((await service.wallet(owner))[1]).toBe('20100')
  const told = await service.query(
    "SELECT facts ->> 'what' AS what FROM wallet.mail WHERE recipient = $1 AND kind = 'withdrawal_alert'",
    [service.finance.mail],
  )
  expect(told.map(({ what }) => what)).toContain('A payout has no end after hours; its money stays held')
})
