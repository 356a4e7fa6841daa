import { describe, expect } from 'vitest'
import { loadWebhookKey } from '../src/index.ts'
import { deposit, done, it, withdrawal, zar } from './support/provider.ts'

describe('the account', () => {
  it('tells its balance as the provider’s own book has it', async ({ simulator, revio }) => {
    simulator.payer.pay(done(await revio.purchases.create(deposit('d1'))).id)
    done(await revio.payouts.execute(done(await revio.payouts.create(withdrawal('w1', 50_00n)))))

    const [balance] = await revio.balances()

    expect(balance).toMatchObject({
      currency: 'ZAR',
      available: zar(simulator.book.balance('merchant', 'ZAR')),
      pendingOutgoing: zar(50_00n),
      fees: zar(simulator.book.balance('fees', 'ZAR')),
    })
  })

  it('tells the methods to pay and to be paid with', async ({ revio }) => {
    const [payments, payouts] = [
      await revio.paymentMethods({ currency: 'ZAR', amount: zar(1_00n) }),
      await revio.payoutMethods({ currency: 'ZAR' }),
    ]

    expect(payments.methods).toEqual(['visa', 'mastercard'])
    expect(payouts.methods).toContain('bank_transfer')
  })

  it('hands out the company key in a form that loads', async ({ revio }) => {
    const pem = await revio.publicKey()

    expect(loadWebhookKey(pem).signatureBytes).toBe(256)
  })
})

describe('live mode', () => {
  it('has a balance of its own, which test payments do not touch', async ({ simulator, revio, connect }) => {
    const live = connect({ secretKey: simulator.liveSecretKey })
    const before = await live.balances()

    simulator.payer.pay(done(await revio.purchases.create(deposit('d1'))).id)

    expect(await live.balances()).toEqual(before)
    expect(await revio.balances()).not.toEqual(before)
  })
})

describe('webhook registrations', () => {
  it('are created, listed, changed and deleted', async ({ revio }) => {
    const made = done(
      await revio.webhooks.create({
        title: 'One',
        callback: 'http://127.0.0.1:9/',
        events: ['purchase.paid'],
      }),
    )

    const renamed = done(await revio.webhooks.update(made.id, { title: 'Two' }))
    const changed = done(await revio.webhooks.update(made.id, { events: 'all' }))
    const listed = await revio.webhooks.list()
    const removed = await revio.webhooks.delete(made.id)

    expect(made).toMatchObject({ title: 'One', events: ['purchase.paid'], isAllEvents: false })
    expect(renamed).toMatchObject({ title: 'Two', events: ['purchase.paid'], isAllEvents: false })
    expect(changed).toMatchObject({ events: [], isAllEvents: true, publicKey: made.publicKey })
    expect(listed.map(({ id }) => id)).toEqual([made.id])
    expect(removed).toEqual({ outcome: 'done', value: undefined })
    await expect(revio.webhooks.get(made.id)).rejects.toMatchObject({ status: 404 })
  })

  it('are refused without a title, without events, and with a callback that is no URL', async ({ revio }) => {
    const right = { title: 'One', callback: 'http://127.0.0.1:9/', events: ['purchase.paid'] }

    const outcomes = [
      await revio.webhooks.create({ ...right, title: '' }),
      await revio.webhooks.create({ ...right, events: [] }),
      await revio.webhooks.create({ ...right, callback: 'ftp://example.com' }),
    ]

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused'])
  })

  it('tell what was delivered for one object, and what failed', async ({ simulator, revio, receiver }) => {
    receiver.answerWith(500)
    done(await revio.webhooks.create({ title: 'One', callback: receiver.url, events: 'all' }))
    const { id } = done(await revio.purchases.create(deposit('d1')))
    await simulator.idle()
    receiver.answerWith(200)
    await simulator.advance(2 * 60_000)

    const deliveries = await revio.webhooks.deliveries({ type: 'purchase', id })

    expect(deliveries).toMatchObject([
      {
        event: 'purchase.created',
        attempts: 2,
        deliveredAt: expect.stringContaining('2026-01-01T00:02:00'),
        failures: [{ message: 'HTTP 500' }],
      },
    ])
  })

  it('are listed over several pages, and never from another host', async ({ simulator, connect }) => {
    const item = { id: 'w1', title: 'One', callback: 'https://shop.example/', public_key: 'x' }
    const next = `${simulator.client.baseUrl}webhooks/?cursor=2`
    const paged = (second: unknown) =>
      connect({
        fetch: async (url) =>
          Response.json(String(url) === next ? second : { results: [item], next, previous: null }),
      })

    const listed = await paged({ results: [item], next: null, previous: next }).webhooks.list()
    const elsewhere = paged({ results: [], next: 'https://evil.example/' }).webhooks.list()
    const endless = paged({ results: [item], next, previous: null }).webhooks.list()

    expect(listed).toHaveLength(2)
    await expect(elsewhere).rejects.toMatchObject({ code: 'unexpected_shape' })
    await expect(endless).rejects.toMatchObject({ code: 'reply_too_large' })
  })
})
