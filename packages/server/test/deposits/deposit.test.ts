import { race } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { syncDeposit, syncPurchase } from '../../src/deposits/deposits.ts'
import { openDeposits } from '../support/deposit-app.ts'

it('credits what the payer paid, once: wallet, list, journal, mail and event', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000')
  service.simulator.payer.pay(purchaseId)

  const outcome = await syncDeposit(service.deposits, { depositId: id })

  const wallet = (await service.send(owner, 'GET', '/v1/wallets/ZAR')).json()
  const transaction = (await service.send(owner, 'GET', `/v1/transactions/${id}`)).json()
  const mails = await service.query('SELECT kind, facts FROM wallet.mail WHERE recipient = $1', [owner.mail])
  expect(outcome).toBe('changed')
  expect(wallet).toMatchObject({
    current: { amount: '10000', decimal: '100.00' },
    usable: { amount: '10000' },
  })
  expect(transaction).toMatchObject({
    type: 'credit',
    status: 'completed',
    amount: { amount: '10000' },
    current_after: { amount: '10000' },
    journals: [{ kind: 'deposit-settled', entries: [{ side: 'credit', amount: { amount: '10000' } }] }],
  })
  expect(mails).toEqual([
    { kind: 'deposit_completed', facts: { amount: '100.00 ZAR', reference: `deposit-${id}` } },
  ])
  await service.booksEqualTheSimulators()
})

it('books the fee that the gateway kept, to the expense of its own', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000')
  service.simulator.payer.pay(purchaseId)

  await syncDeposit(service.deposits, { depositId: id })

  const accounts = await service.query(
    `SELECT account.code, posted::text FROM ledger.account JOIN ledger.book ON book.id = book_id
     WHERE book.code = $1 ORDER BY account.code`,
    [owner.tenant],
  )
  expect(accounts).toEqual([
    { code: 'expense:gateway-fees:revio:ZAR', posted: '390' },
    { code: 'gateway:revio:balance:ZAR', posted: '9610' },
    { code: `user:${owner.userId}:wallet:ZAR`, posted: '10000' },
  ])
})

it('finds nothing to do the second time, however often and however many at once', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner)
  service.simulator.payer.pay(purchaseId)

  const { values, errors } = await race(8, () => syncDeposit(service.deposits, { depositId: id }))
  const again = await syncDeposit(service.deposits, { depositId: id })

  expect(errors).toEqual([])
  expect(values.filter((outcome) => outcome === 'changed')).toHaveLength(1)
  expect(again).toBe('unchanged')
  const counts = await service.query(
    `SELECT (SELECT count(*)::integer FROM wallet.mail WHERE recipient = $1) AS mails,
            (SELECT count(*)::integer FROM wallet.domain_event WHERE data ->> 'deposit' = $2) AS events`,
    [owner.mail, id],
  )
  expect(counts).toEqual([{ mails: 1, events: 1 }])
  await service.booksEqualTheSimulators()
})

it.each([
  ['below the least', { amount: '99', currency: 'ZAR' }, 422, 'amount_out_of_limits'],
  ['above the most', { amount: '10000001', currency: 'ZAR' }, 422, 'amount_out_of_limits'],
  ['in a currency without wallets', { amount: '1000', currency: 'EUR' }, 422, 'currency_not_offered'],
  ['in no currency', { amount: '1000', currency: 'ZZZ' }, 400, 'invalid_request'],
  ['of nothing', { amount: '0', currency: 'ZAR' }, 400, 'invalid_request'],
  ['as a number', { amount: 1000, currency: 'ZAR' }, 400, 'invalid_request'],
  ['with a point', { amount: '10.00', currency: 'ZAR' }, 400, 'invalid_request'],
])('refuses a deposit %s, asks nobody for it and burns no key', async (_what, amount, status, code) => {
  const service = await openDeposits()
  const owner = await service.newOwner()

  const refused = await service.send(owner, 'POST', '/v1/deposits', { body: { amount }, key: 'k' })
  const good = { amount: { amount: '1000', currency: 'ZAR' } }
  const taken = await service.send(owner, 'POST', '/v1/deposits', { body: good, key: 'k' })

  expect([refused.statusCode, refused.json().code]).toEqual([status, code])
  expect(taken.statusCode).toBe(201)
  expect(service.simulator.requests).toHaveLength(1)
})

it('does not show a deposit, or a transaction, to anybody else', async () => {
  const service = await openDeposits()
  const [owner, other] = [await service.newOwner(), await service.newOwner()]
  const { id } = await service.deposit(owner)

  const answers = await Promise.all(
    [`/v1/deposits/${id}`, `/v1/transactions/${id}`].map((path) => service.send(other, 'GET', path)),
  )

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404])
  expect((await service.send(other, 'GET', '/v1/deposits')).json().data).toEqual([])
})

it('lists an open deposit as pending, before any money has come', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id } = await service.deposit(owner, '2500')

  const { data } = (await service.send(owner, 'GET', '/v1/transactions')).json()

  expect(data).toMatchObject([
    { id, status: 'pending', detail: 'awaiting_payment', amount: { amount: '2500' }, completed_at: null },
  ])
  expect((await service.send(owner, 'GET', '/v1/wallets')).json()).toEqual({ data: [] })
})

it('completes a deposit that had failed or expired: late money is honoured', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner)
  service.simulator.payer.decline(purchaseId)
  await syncDeposit(service.deposits, { depositId: id })
  const declined = (await service.send(owner, 'GET', `/v1/deposits/${id}`)).json()
  service.simulator.payer.pay(purchaseId)

  await syncPurchase(service.deposits, { gateway: 'revio', purchaseId })

  expect(declined).toMatchObject({ status: 'failed', detail: 'failed' })
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json()).toMatchObject({
    status: 'completed',
  })
  await service.booksEqualTheSimulators()
})

it('gives up a deposit that never got a purchase, after an hour', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  service.simulator.arm({ fault: 'rate_limited', on: 'purchases.create' })
  const body = { amount: { amount: '1000', currency: 'ZAR' } }
  const refused = await service.send(owner, 'POST', '/v1/deposits', { body })
  const [row] = await service.query('SELECT id FROM wallet.deposit WHERE user_id = $1', [owner.userId])
  const depositId = String(row?.['id'])

  const soon = await syncDeposit(service.deposits, { depositId })
  service.clock.advance(61 * 60_000)
  const later = await syncDeposit(service.deposits, { depositId })

  expect([refused.statusCode, refused.json().code]).toEqual([503, 'gateway_unavailable'])
  expect([soon, later]).toEqual(['unchanged', 'changed'])
  expect((await service.send(owner, 'GET', `/v1/deposits/${depositId}`)).json()).toMatchObject({
    status: 'failed',
    detail: 'expired',
  })
})
