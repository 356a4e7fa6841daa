import type { FaultRule } from '@evenkeel/revio/simulator'
import { expect, it } from 'vitest'
import { syncDeposit, syncPurchase } from '../../src/deposits/deposits.ts'
import { openDeposits } from '../support/deposit-app.ts'

// What the provider may do to us, each ending with our books equal to its own. Webhooks are told apart in the tests of
// webhooks: whatever they say or fail to say, they end in `syncPurchase`, as the sweeper and reconciliation do.

it.each([
  'lost_response',
  'server_error_after',
  'bad_request_after',
  'wrong_content_type',
  'broken_json',
  'reset_mid_body',
  'reset_before',
  'server_error_before',
] as const)('survives a create that ends in %s: the next attempt is the one that is paid', async (fault) => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  service.simulator.arm({ fault, on: 'purchases.create' })

  const body = { amount: { amount: '10000', currency: 'ZAR' } }
  const first = await service.send(owner, 'POST', '/v1/deposits', { body, key: 'k' })
  const made =
    first.statusCode === 201 ? first : await service.send(owner, 'POST', '/v1/deposits', { body, key: 'k' })
  const purchaseId = /\/p\/([0-9a-f-]{36})\//.exec(made.json().checkout_url)?.[1] ?? ''
  service.simulator.payer.pay(purchaseId)
  await syncDeposit(service.deposits, { depositId: made.json().id })

  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('10000')
  await service.booksEqualTheSimulators()
})

it('credits a paid orphan to its deposit, found by its reference: the money is the owner’s', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  service.simulator.arm({ fault: 'lost_response', on: 'purchases.create' })
  const { id, purchaseId } = await service.deposit(owner, '10000')
  const orphan = service.simulator.snapshot().purchases.find((purchase) => purchase.id !== purchaseId)
  const orphanId = String(orphan?.id)

  const unpaid = await syncPurchase(service.deposits, { gateway: 'revio', purchaseId: orphanId })
  service.simulator.payer.pay(orphanId)
  const paid = await syncPurchase(service.deposits, { gateway: 'revio', purchaseId: orphanId })

  expect([unpaid, paid]).toEqual(['unchanged', 'changed'])
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().status).toBe('completed')
  await service.booksEqualTheSimulators()
})

it('leaves a second payment of one deposit to staff, and posts nothing for it', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  service.simulator.arm({ fault: 'lost_response', on: 'purchases.create' })
  const { id, purchaseId } = await service.deposit(owner, '10000')
  const orphanId = String(service.simulator.snapshot().purchases.find((one) => one.id !== purchaseId)?.id)
  service.simulator.payer.pay(purchaseId)
  await syncDeposit(service.deposits, { depositId: id })

  service.simulator.payer.pay(orphanId)
  await syncPurchase(service.deposits, { gateway: 'revio', purchaseId: orphanId })
  await syncPurchase(service.deposits, { gateway: 'revio', purchaseId: orphanId })

  const breaks = await service.query('SELECT kind, object_id FROM wallet.break WHERE deposit_id = $1', [id])
  expect(breaks).toEqual([{ kind: 'paid_twice', object_id: orphanId }])
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('10000')
})

it.each([
  ['another amount', 'wrong_amount'],
  ['another currency', 'wrong_currency'],
  ['the other mode', 'other_mode'],
] as const)(
  'credits nothing while the gateway states %s, and all of it once it tells the truth',
  async (_what, fault) => {
    const service = await openDeposits()
    const owner = await service.newOwner()
    const { id, purchaseId } = await service.deposit(owner, '10000')
    service.simulator.payer.pay(purchaseId)
    const rule: FaultRule = { fault, on: 'purchases.get' }
    service.simulator.arm(rule)

    await syncDeposit(service.deposits, { depositId: id })
    const during = (await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount
    const breaks = await service.query('SELECT kind FROM wallet.break WHERE deposit_id = $1', [id])
    await syncDeposit(service.deposits, { depositId: id })

    expect(during).toBe('0')
    expect(breaks).toEqual([{ kind: 'purchase_differs' }])
    expect(service.logged().some(({ event }) => event === 'break_opened')).toBe(true)
    expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('10000')
    await service.booksEqualTheSimulators()
  },
)

it.each(['wrong_amount', 'wrong_currency', 'other_mode'] as const)(
  'sends no payer to a purchase that was made with %s',
  async (fault) => {
    const service = await openDeposits()
    const owner = await service.newOwner()
    service.simulator.arm({ fault, on: 'purchases.create' })

    const body = { amount: { amount: '10000', currency: 'ZAR' } }
    const answer = await service.send(owner, 'POST', '/v1/deposits', { body })

    expect([answer.statusCode, answer.json().code]).toEqual([422, 'gateway_refused'])
    expect(answer.body).not.toContain('/p/')
    await service.booksEqualTheSimulators()
  },
)

it('knows nothing of purchases that are not ours', async () => {
  const service = await openDeposits()

  const outcome = await syncPurchase(service.deposits, {
    gateway: 'revio',
    purchaseId: '00000000-0000-4000-8000-000000000000',
  })

  expect(outcome).toBe('unknown_deposit')
})

it('asks again where the gateway cannot be read, and changes nothing meanwhile', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner)
  service.simulator.payer.pay(purchaseId)
  service.simulator.arm({ fault: 'bad_request_after', on: 'purchases.get' })

  await expect(syncDeposit(service.deposits, { depositId: id })).rejects.toThrow()
  const between = (await service.send(owner, 'GET', '/v1/wallets')).json().data
  await syncDeposit(service.deposits, { depositId: id })

  expect(between).toEqual([])
  await service.booksEqualTheSimulators()
})
