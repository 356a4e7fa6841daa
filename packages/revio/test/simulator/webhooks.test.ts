import { describe, expect } from 'vitest'
import { RevioSignatureError, verifyWebhook } from '../../src/index.ts'
import { attemptMinutes } from '../../src/simulator/index.ts'
import { deposit, done, it, type Provider, withdrawal } from '../support/provider.ts'
import type { Received } from '../support/receiver.ts'

describe('the simulator’s webhooks', () => {
  it('tell a purchase’s life in order, each signed by the key of its registration', async ({ provider }) => {
    const { key, id } = await subscribe(provider)

    await pay(provider, id)

    const events = provider.receiver.received.map((one) => verify(one, key))
    expect(events.map(({ type }) => type)).toEqual(['purchase.created', 'purchase.viewed', 'purchase.paid'])
    expect(events.at(-1)).toMatchObject({ kind: 'purchase', purchase: { id, status: 'paid' } })
  })

  it('tell a payout’s life, and a refund as a payment that names its purchase', async ({ provider }) => {
    const { simulator, revio, receiver } = provider
    const { key, id } = await subscribe(provider)
    await pay(provider, id)
    done(await revio.purchases.refund(id))
    done(await revio.payouts.execute(done(await revio.payouts.create(withdrawal('w1')))))
    await simulator.advance(5_000)

    const events = receiver.received.map((one) => verify(one, key))

    expect(events.map(({ type }) => type).slice(3)).toEqual([
      'payment.refunded',
      'payout.created',
      'payout.pending',
      'payout.success',
    ])
    expect(events[3]).toMatchObject({ kind: 'payment', payment: { purchaseId: id, purchaseReference: 'd1' } })
  })

  it('go to the registration’s events and mode only', async ({ provider }) => {
    const { simulator, revio, receiver, connect } = provider
    const live = connect({ secretKey: simulator.liveSecretKey })
    done(await live.webhooks.create({ title: 'Live', callback: receiver.url, events: 'all' }))
    done(await revio.webhooks.create({ title: 'Paid', callback: receiver.url, events: ['purchase.paid'] }))
    const { id } = done(await revio.purchases.create(deposit('d1')))

    await pay(provider, id)

    expect(receiver.received.map(({ event }) => event)).toEqual(['purchase.paid'])
  })

  it('go to the success callback signed by the company key', async ({ provider }) => {
    const { revio, receiver } = provider
    const { id } = done(await revio.purchases.create({ ...deposit('d1'), successCallback: receiver.url }))

    await pay(provider, id)

    const key = await revio.publicKey()
    expect(receiver.received.map((one) => verify(one, key).type)).toEqual(['purchase.paid'])
  })

  it('are tried eight times over 36 hours and 26 minutes, and then never again', async ({ provider }) => {
    const { simulator, receiver } = provider
    receiver.answerWith(500)
    await subscribe(provider)

    await simulator.advance(7 * 24 * 3600_000)

    const [delivery] = simulator.deliveries
    const start = delivery?.createdAtMs ?? 0
    expect(delivery?.attempts.map(({ atMs }) => (atMs - start) / 60_000)).toEqual([
      0, 2, 8, 26, 80, 242, 728, 2186,
    ])
    expect(attemptMinutes.at(-1)).toBe(36 * 60 + 26)
    expect(delivery).toMatchObject({ hasGivenUp: true, deliveredAtMs: null })
    expect(receiver.received.length).toBe(8)
    expect(new Set(receiver.received.map(({ signature }) => signature)).size).toBe(1)
  })

  it('of one object wait for its earlier ones, and others do not wait for them', async ({ provider }) => {
    const { simulator, revio, receiver } = provider
    receiver.answerWith(({ rawBody, event }) =>
      event === 'purchase.created' && rawBody.includes('"d1"') ? 500 : 200,
    )
    const { id } = await subscribe(provider)
    done(await revio.purchases.create(deposit('d2')))
    await pay(provider, id)
    const whileFailing = receiver.received.map(({ event }) => event)
    receiver.answerWith(200)

    await simulator.advance(2 * 60_000)

    expect(whileFailing).toEqual(['purchase.created', 'purchase.created'])
    expect(receiver.received.slice(2).map(({ event }) => event)).toEqual([
      'purchase.created',
      'purchase.viewed',
      'purchase.paid',
    ])
  })

  it('can come before the answer to the request that caused them', async ({ provider }) => {
    const { simulator, revio, receiver } = provider
    await subscribe(provider)
    simulator.arm({ fault: 'webhook_before_response', on: 'purchases.create' })

    const { id } = done(await revio.purchases.create(deposit('d2')))

    expect(receiver.received.some(({ rawBody }) => rawBody.includes(id))).toBe(true)
  })

  it('can come twice, byte for byte', async ({ provider }) => {
    const { simulator, receiver } = provider
    const { id, key } = await subscribe(provider)
    simulator.arm({ fault: 'webhook_twice', on: 'purchase.paid' })

    await pay(provider, id)

    const paid = receiver.received.filter(({ event }) => event === 'purchase.paid')
    expect(paid).toHaveLength(2)
    expect(new Set(paid.map((one) => verify(one, key).digest)).size).toBe(1)
  })

  it('can come late, out of order, or never', async ({ provider }) => {
    const { simulator, receiver } = provider
    const { id } = await subscribe(provider)
    simulator.arm({ fault: 'webhook_out_of_order', on: 'purchase.viewed' })
    await pay(provider, id)
    const swapped = receiver.received.map(({ event }) => event)
    simulator.arm({ fault: 'webhook_never', on: 'payment.charged_back' })
    simulator.payer.chargeBack(id)
    await simulator.idle()
    simulator.arm({ fault: 'webhook_late', on: 'purchase.created', delayMs: 60_000 })
    done(await provider.revio.purchases.create(deposit('d2')))
    await simulator.advance(59_999)
    const beforeItsTime = receiver.received.length

    await simulator.advance(1)

    expect(swapped).toEqual(['purchase.created', 'purchase.paid', 'purchase.viewed'])
    expect(beforeItsTime).toBe(3)
    expect(receiver.received).toHaveLength(4)
  })

  it('can be preceded by a forged one, which no key of ours accepts', async ({ provider }) => {
    const { simulator, receiver } = provider
    const { id, key } = await subscribe(provider)
    simulator.arm({ fault: 'webhook_forged', on: 'purchase.paid' })

    await pay(provider, id)

    const [forged, genuine] = receiver.received.slice(-2)
    if (forged === undefined || genuine === undefined)
      throw new Error('Expected a forged and a genuine webhook.')
    expect(() => verify(forged, key)).toThrow(RevioSignatureError)
    expect(verify(genuine, key)).toMatchObject({
      type: 'purchase.paid',
      purchase: { amount: { amount: 100_00n } },
    })
  })

  it.for([
    ['wrong_amount', { amount: { amount: 100_01n, currency: 'ZAR' }, isTest: true }],
    ['wrong_currency', { amount: { amount: 100_00n, currency: 'USD' }, isTest: true }],
    ['other_mode', { amount: { amount: 100_00n, currency: 'ZAR' }, isTest: false }],
  ] as const)('can lie under a genuine signature: %s', async ([fault, purchase], { provider }) => {
    const { simulator, receiver, revio } = provider
    const { id, key } = await subscribe(provider)
    simulator.arm({ fault, on: 'purchase.paid' })

    await pay(provider, id)

    const last = receiver.received.at(-1)
    if (last === undefined) throw new Error('Expected a webhook.')
    expect(verify(last, key)).toMatchObject({ type: 'purchase.paid', purchase })
    expect(await revio.purchases.get(id)).toMatchObject({
      amount: { amount: 100_00n, currency: 'ZAR' },
      isTest: true,
    })
  })

  it('need a new key after a rotation', async ({ provider }) => {
    const { simulator, receiver, revio } = provider
    const { id, key } = await subscribe(provider)
    simulator.arm({ fault: 'key_rotated', on: 'purchase.paid' })

    await pay(provider, id)

    const [registration] = await revio.webhooks.list()
    const last = receiver.received.at(-1)
    if (last === undefined || registration === undefined)
      throw new Error('Expected a webhook and its registration.')
    expect(() => verify(last, key)).toThrow(RevioSignatureError)
    expect(verify(last, registration.publicKey).type).toBe('purchase.paid')
  })

  it('can be replayed long after they were delivered', async ({ provider }) => {
    const { simulator, receiver } = provider
    await subscribe(provider)
    const [first] = simulator.deliveries
    await simulator.advance(365 * 24 * 3600_000)

    simulator.replay(first?.id ?? '')
    await simulator.idle()

    const bodies = receiver.received.map(({ rawBody, signature }) => `${signature} ${rawBody}`)
    expect(bodies).toHaveLength(2)
    expect(bodies[0]).toBe(bodies[1])
  })
})

/** A registration for all events, and a purchase whose creation it has been told of. */
async function subscribe({ simulator, revio, receiver }: Provider): Promise<{ key: string; id: string }> {
  const endpoint = done(await revio.webhooks.create({ title: 'All', callback: receiver.url, events: 'all' }))
  const { id } = done(await revio.purchases.create(deposit('d1')))
  await simulator.idle()
  return { key: endpoint.publicKey, id }
}

async function pay({ simulator }: Provider, id: string): Promise<void> {
  simulator.payer.pay(id)
  await simulator.idle()
}

function verify({ rawBody, signature }: Received, key: string): ReturnType<typeof verifyWebhook> {
  return verifyWebhook({ rawBody, signature, keys: [key] })
}
