import { createServer } from 'node:http'
import { describe, expect } from 'vitest'
import type { Outcome, Payout, RevioClient } from '../src/index.ts'
import type { FaultName, Simulator } from '../src/simulator/index.ts'
import { findFreePort } from './support/free-port.ts'
import { deposit, done, it, type Provider, withdrawal, zar } from './support/provider.ts'

// Only calls that must run into their deadline get a short one, so that a slow machine fails no other.
const shortMs = 1_000

/** Every write of the client: how to bring about what it acts on, and the call itself. */
const writes: Record<
  string,
  (provider: Provider) => Promise<(revio: RevioClient) => Promise<Outcome<unknown>>>
> = {
  'purchases.create': async () => (revio) => revio.purchases.create(deposit('d1')),
  'purchases.cancel': async ({ revio }) => {
    const { id } = done(await revio.purchases.create(deposit('d1')))
    return (client) => client.purchases.cancel(id)
  },
  'purchases.capture': async (provider) => {
    const id = await held(provider)
    return (client) => client.purchases.capture(id, zar(10_00n))
  },
  'purchases.release': async (provider) => {
    const id = await held(provider)
    return (client) => client.purchases.release(id)
  },
  'purchases.refund': async ({ simulator, revio }) => {
    const { id } = done(await revio.purchases.create(deposit('d1')))
    simulator.payer.pay(id)
    return (client) => client.purchases.refund(id, zar(10_00n))
  },
  'purchases.charge': async ({ simulator, revio }) => {
    const token = done(await revio.purchases.create({ ...deposit('d1'), forceRecurring: true })).id
    simulator.payer.pay(token)
    const { id } = done(await revio.purchases.create(deposit('d2')))
    return (client) => client.purchases.charge(id, token)
  },
  'payouts.create': async () => (revio) => revio.payouts.create(withdrawal('w1')),
  'payouts.execute': async ({ revio }) => {
    const payout = done(await revio.payouts.create(withdrawal('w1')))
    return (client) => client.payouts.execute(payout)
  },
  'webhooks.create':
    async ({ receiver }) =>
    (revio) =>
      revio.webhooks.create({ title: 'One', callback: receiver.url, events: ['purchase.paid'] }),
}

/** What each fault must come out as, and whether the provider acts under it. */
const faults: [FaultName, Outcome<unknown>['outcome'], string, 'acts' | 'does not act'][] = [
  ['hang_before', 'unknown', 'deadline_exceeded', 'does not act'],
  ['hang_after', 'unknown', 'deadline_exceeded', 'acts'],
  ['reset_before', 'unknown', 'connection_lost', 'does not act'],
  ['lost_response', 'unknown', 'connection_lost', 'acts'],
  ['reset_mid_body', 'unknown', 'connection_lost', 'acts'],
  ['server_error_before', 'unknown', 'server_error', 'does not act'],
  ['server_error_after', 'unknown', 'server_error', 'acts'],
  ['bad_request_after', 'unknown', 'unexpected_status', 'acts'],
  ['rate_limited', 'refused', 'rate_limited', 'does not act'],
  ['redirect', 'unknown', 'unexpected_redirect', 'does not act'],
  ['wrong_content_type', 'unknown', 'wrong_content_type', 'acts'],
  ['broken_json', 'unknown', 'broken_json', 'acts'],
  ['huge_body', 'unknown', 'reply_too_large', 'acts'],
  ['deep_json', 'unknown', 'json_too_deep', 'acts'],
  ['slow_drip', 'unknown', 'deadline_exceeded', 'acts'],
]

describe.each(Object.entries(writes))('%s', { concurrent: true }, (operation, prepare) => {
  it.for(faults)(
    'under %s is %s (%s), and is sent once',
    async ([fault, outcome, code, acts], { provider }) => {
      const write = await prepare(provider)
      const before = stateOf(provider.simulator)
      provider.simulator.arm({ fault, on: operation })

      const deadlineMs = code === 'deadline_exceeded' ? shortMs : 10_000
      const result = await write(provider.connect({ deadlineMs }))

      expect(result).toMatchObject({ outcome, error: { code } })
      expect(sent(provider.simulator, operation)).toBe(1)
      expect(stateOf(provider.simulator) !== before).toBe(acts === 'acts')
    },
  )

  it('without a fault is done', async ({ provider }) => {
    const write = await prepare(provider)

    expect(await write(provider.revio)).toMatchObject({ outcome: 'done' })
    expect(sent(provider.simulator, operation)).toBe(1)
  })

  it('is refused, unsent, when nobody listens', async ({ provider }) => {
    const write = await prepare(provider)
    const port = await findFreePort()
    const nowhere = provider.connect({ fetch: (_, init) => fetch(`http://127.0.0.1:${port}/`, init) })

    const result = await write(nowhere)

    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'connection_failed' } })
    expect(sent(provider.simulator, operation)).toBe(0)
  })

  it('is refused with the provider’s own word when the key is wrong', async ({ provider }) => {
    const write = await prepare(provider)

    const result = await write(provider.connect({ secretKey: 'another' }))

    expect(result).toMatchObject({
      outcome: 'refused',
      error: { status: 401, providerCode: 'authentication_failed' },
    })
  })
})

describe('a write that is done', () => {
  it('stays done when the log fails', async ({ connect }) => {
    const revio = connect({
      log: () => {
        throw new Error('The disk is full.')
      },
    })

    expect(await revio.purchases.create(deposit('d1'))).toMatchObject({ outcome: 'done' })
  })

  it('has had a connection of its own, as a kept one may die while it goes out', async ({ connect }) => {
    const port = await findFreePort()
    let connections = 0
    const server = createServer((_, response) => response.writeHead(404).end())
    server.on('connection', () => {
      connections += 1
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const revio = connect({ baseUrl: `http://127.0.0.1:${port}/` })

    for (const reference of ['d1', 'd2', 'd3']) await revio.purchases.create(deposit(reference))

    expect(connections).toBe(3)
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('an unknown outcome', () => {
  it('of executing a payout is resolved by reading it, whichever way it went', async ({ provider }) => {
    const [acted, idle] = [await create(provider, 'w1'), await create(provider, 'w2')]
    const { simulator, revio } = provider
    simulator.arm({ fault: 'lost_response', on: 'payouts.execute' })
    const lost = await revio.payouts.execute(acted)
    simulator.arm({ fault: 'reset_before', on: 'payouts.execute' })
    const never = await revio.payouts.execute(idle)

    const statuses = [(await revio.payouts.get(acted.id)).status, (await revio.payouts.get(idle.id)).status]

    expect([lost.outcome, never.outcome]).toEqual(['unknown', 'unknown'])
    expect(statuses).toEqual(['pending', 'initialized'])
  })

  it('stays within the deadline even when the fetch ignores its signal', async ({ connect }) => {
    const deaf = connect({ deadlineMs: 50, fetch: async () => new Promise<Response>(() => {}) })

    const result = await deaf.purchases.create(deposit('d1'))

    expect(result).toMatchObject({ outcome: 'unknown', error: { code: 'deadline_exceeded' } })
  })
})

async function held({ simulator, revio }: Provider): Promise<string> {
  const { id } = done(await revio.purchases.create({ ...deposit('d1'), skipCapture: true }))
  simulator.payer.pay(id)
  return id
}

async function create({ revio }: Provider, reference: string): Promise<Payout> {
  return done(await revio.payouts.create(withdrawal(reference)))
}

function sent(simulator: Simulator, operation: string): number {
  return simulator.requests.filter((entry) => entry.operation === operation).length
}

function stateOf(simulator: Simulator): string {
  return JSON.stringify(simulator.snapshot())
}
