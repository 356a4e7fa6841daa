import { race, samples, waitFor } from '@evenkeel/test-support'
import type { LightMyRequestResponse } from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { buildWorker } from '../../src/worker.ts'
import {
  type DepositApp,
  type InboxApp,
  type OpenOptions,
  openDeposits,
  openDepositsWithInbox,
} from '../support/deposit-app.ts'

// Two servers and two workers on one database. Each race is run between them, and comes out as it does in one process.

interface Pair {
  readonly first: InboxApp
  readonly second: DepositApp
  /** The first and the second, in turn. */
  of(index: number): DepositApp
  /** When both workers have nothing left to do. */
  settled(): Promise<void>
}

async function openPair(options: OpenOptions = {}): Promise<Pair> {
  const first = await openDepositsWithInbox(options)
  const second = await openDeposits({ sibling: first })
  for (const service of [first, second]) {
    const worker = await buildWorker(service, { pollMs: 20 })
    onTestFinished(() => worker.stop())
  }
  return {
    first,
    second,
    of: (index) => (index % 2 === 0 ? first : second),
    async settled() {
      await first.simulator.idle()
      await waitFor(
        async () => (await first.query('SELECT id FROM wallet.webhook WHERE outcome IS NULL')).length === 0,
        { within: 60_000, what: 'both workers to have acted on every webhook' },
      )
    },
  }
}

const rounds = samples({ quick: 3, long: 50 })

it('makes one deposit of a request that both servers get many times at once', async () => {
  const { first, of, settled } = await openPair()
  const owner = await first.newOwner()
  const body = { amount: { amount: '10000', currency: 'ZAR' } }

  for (let round = 1; round <= rounds; round += 1) {
    const ask = (index: number): Promise<LightMyRequestResponse> =>
      of(index).send(owner, 'POST', '/v1/deposits', { body, key: `round-${round}` })
    const { values } = await race(12, ask)
    const again = [await ask(0), await ask(1)]

    const made = values.filter(({ statusCode }) => statusCode === 201)
    expect(values.every(({ statusCode }) => statusCode === 201 || statusCode === 409)).toBe(true)
    expect(made.length).toBeGreaterThan(0)
    expect(new Set([...made, ...again].map(({ body: text }) => text)).size).toBe(1)
  }
  await settled()

  const deposits = await first.query('SELECT id FROM wallet.deposit WHERE user_id = $1', [owner.userId])
  expect(deposits).toHaveLength(rounds)
}, 120_000)

it('credits once for a webhook that comes a hundred times at once, to both', async () => {
  const { first, of, settled } = await openPair()
  const owner = await first.newOwner()
  const { purchaseId } = await first.deposit(owner)
  await settled()
  first.simulator.payer.pay(purchaseId)
  const paid = first.simulator.deliveries.findLast(({ event }) => event === 'purchase.paid')

  const { values } = await race(100, (index) =>
    of(index).app.inject({
      method: 'POST',
      url: '/v1/webhooks/revio',
      payload: Buffer.from(String(paid?.body)),
      headers: { 'content-type': 'application/json', 'x-signature': String(paid?.signature) },
    }),
  )
  await settled()

  expect(new Set(values.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
  expect((await first.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('10000')
  const mails = await first.query('SELECT kind FROM wallet.mail WHERE recipient = $1', [owner.mail])
  expect(mails).toEqual([{ kind: 'deposit_completed' }])
  await first.booksEqualTheSimulators()
}, 120_000)

it('sends one refund of those that staff ask for at both servers at once', async () => {
  const { first, of, settled } = await openPair()
  const owner = await first.newOwner()
  const { id, purchaseId } = await first.deposit(owner)
  first.simulator.payer.pay(purchaseId)
  await settled()

  const body = { reason: 'The event was cancelled' }
  const { values } = await race(10, (index) =>
    of(index).send(first.finance, 'POST', `/v1/admin/deposits/${id}/refund`, { body }),
  )
  await settled()

  expect(values.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1)
  expect(values.filter(({ statusCode }) => statusCode === 409)).toHaveLength(9)
  const sent = first.simulator.requests.filter(({ operation }) => operation === 'purchases.refund')
  expect(sent).toHaveLength(1)
  expect((await first.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe('0')
  await first.booksEqualTheSimulators()
}, 120_000)

it('ends an authorization once where one server captures it and the other lets it go', async () => {
  const { first, second, settled } = await openPair()
  const owner = await first.newOwner()
  for (let round = 1; round <= rounds; round += 1) {
    const { id, purchaseId } = await first.deposit(owner, '10000', { capture: 'manual' })
    first.simulator.payer.pay(purchaseId)
    await settled()

    await Promise.all([
      first.send(first.finance, 'POST', `/v1/admin/deposits/${id}/capture`, { body: {} }),
      second.send(first.finance, 'POST', `/v1/admin/deposits/${id}/release`, { body: {} }),
    ])
    await settled()

    const { detail } = (await first.send(owner, 'GET', `/v1/deposits/${id}`)).json()
    const { status } = first.simulator.purchase(purchaseId)
    expect({ detail, status }).toEqual(
      status === 'paid' ? { detail: 'completed', status } : { detail: 'failed', status: 'released' },
    )
  }
  await first.booksEqualTheSimulators()
}, 120_000)

it('compares once, and finds each difference once, where both are asked to compare', async () => {
  const { first, of, settled } = await openPair({ tenant: 'default' })
  const owner = await first.newOwner()
  const { purchaseId } = await first.deposit(owner)
  first.simulator.payer.pay(purchaseId)
  await settled()
  Object.assign(first.simulator.purchase(purchaseId), { reference: 'somebody-elses' })
  await first.query(
    "UPDATE wallet.deposit SET last_synced_at = now() - interval '2 days' WHERE purchase_id = $1",
    [purchaseId],
  )

  const { values } = await race(10, (index) =>
    of(index).send(first.finance, 'POST', '/v1/admin/reconciliation/run', { body: {} }),
  )
  await waitFor(
    async () =>
      (await first.query('SELECT id FROM wallet.reconciliation_run WHERE ended_at IS NULL')).length === 0,
    { within: 60_000, what: 'the comparison to end' },
  )

  expect(values.every(({ statusCode }) => statusCode === 202)).toBe(true)
  const breaks = await first.query('SELECT kind FROM wallet.break WHERE object_id = $1', [purchaseId])
  expect(breaks).toEqual([{ kind: 'purchase_differs' }])
}, 120_000)
