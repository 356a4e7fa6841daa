import { describe, expect } from 'vitest'
import type { RequestRecord } from '../src/index.ts'
import { deposit, done, it, type Provider } from './support/provider.ts'

describe('a read', () => {
  it.for(['reset_before', 'server_error_before', 'broken_json', 'reset_mid_body', 'rate_limited'] as const)(
    'is tried again after %s, and then succeeds',
    async (fault, { provider }) => {
      const { id, revio, log } = await prepare(provider)
      provider.simulator.arm({ fault, on: 'purchases.get', times: 2, delayMs: 0 })

      const purchase = await revio.purchases.get(id)

      expect(purchase.id).toBe(id)
      expect(log.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    },
  )

  it.for([
    ['wrong_content_type', 'wrong_content_type'],
    ['redirect', 'unexpected_redirect'],
    ['huge_body', 'reply_too_large'],
    ['deep_json', 'json_too_deep'],
  ] as const)('is not tried again after %s', async ([fault, code], { provider }) => {
    const { id, revio, log } = await prepare(provider)
    provider.simulator.arm({ fault, on: 'purchases.get' })

    await expect(revio.purchases.get(id)).rejects.toMatchObject({ code })

    expect(log).toHaveLength(1)
  })

  it('gives up after four attempts, with what went wrong last', async ({ provider }) => {
    const { id, revio, log } = await prepare(provider)
    provider.simulator.arm({ fault: 'server_error_before', on: 'purchases.get', times: 9 })

    await expect(revio.purchases.get(id)).rejects.toMatchObject({ code: 'server_error', status: 500 })

    expect(log.map(({ result }) => result)).toEqual(Array(4).fill('server_error'))
  })

  it('does not wait for a Retry-After that lies beyond its deadline', async ({ provider }) => {
    const { id, revio, log } = await prepare(provider)
    provider.simulator.arm({ fault: 'rate_limited', on: 'purchases.get', delayMs: 60_000 })

    await expect(revio.purchases.get(id)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 60_000,
    })

    expect(log).toHaveLength(1)
  })

  it('never outlives its deadline, however slowly the answer drips', async ({ provider }) => {
    const { id, connect } = await prepare(provider)
    provider.simulator.arm({ fault: 'slow_drip', on: 'purchases.get' })

    const read = connect({ deadlineMs: 300 }).purchases.get(id)

    await expect(read).rejects.toMatchObject({ code: 'deadline_exceeded' })
  })

  it('refuses an answer about another object', async ({ revio, simulator, connect }) => {
    const [first, second] = [
      done(await revio.purchases.create(deposit('d1'))),
      done(await revio.purchases.create(deposit('d2'))),
    ]
    const confused = connect({
      fetch: (_, init) => fetch(`${simulator.origin}/api/v1/purchases/${second.id}/`, init),
    })

    await expect(confused.purchases.get(first.id)).rejects.toMatchObject({ code: 'other_object' })
  })

  it('passes unknown fields and statuses through', async ({ revio, connect }) => {
    const { id, wire } = done(await revio.purchases.create(deposit('d1')))
    const later = { ...wire, status: 'teleported', sparkle: { deep: [1] }, viewed_on: 'yesterday', due: null }
    const newer = connect({ fetch: async () => Response.json(later) })

    const purchase = await newer.purchases.get(id)

    expect(purchase).toMatchObject({
      status: 'teleported',
      wire: { sparkle: { deep: [1] }, viewed_on: 'yesterday' },
    })
  })

  it.for([
    ['a total that a number cannot hold', '9007199254740993', 'inexact_number'],
    ['a total with a fraction', '100.5', 'unexpected_shape'],
    ['a total in words', '"100"', 'unexpected_shape'],
  ])('refuses %s', async ([, total, code], { revio, connect }) => {
    const { id, wire } = done(await revio.purchases.create(deposit('d1')))
    const text = JSON.stringify(wire).replace(/"total":\d+/, `"total":${total}`)
    const headers = { 'content-type': 'application/json' }
    const careless = connect({ fetch: async () => new Response(text, { headers }) })

    await expect(careless.purchases.get(id)).rejects.toMatchObject({ code })
  })
})

describe('the circuit breaker', () => {
  it('opens after five failures in a row, refuses unsent, and lets one probe through later', async ({
    provider,
  }) => {
    const { simulator } = provider
    let nowMs = 0
    const clock = { now: () => nowMs, sleep: async () => {} }
    const revio = provider.connect({ clock })
    simulator.arm({ fault: 'server_error_before', on: 'purchases.create', times: 6 })

    const outcomes: string[] = []
    for (let count = 1; count <= 6; count++)
      outcomes.push(codeOf(await revio.purchases.create(deposit(`d${count}`))))
    nowMs += 10_000
    outcomes.push(codeOf(await revio.purchases.create(deposit('probe that fails'))))
    outcomes.push(codeOf(await revio.purchases.create(deposit('refused again'))))
    nowMs += 10_000
    outcomes.push(codeOf(await revio.purchases.create(deposit('probe that works'))))
    outcomes.push(codeOf(await revio.purchases.create(deposit('as ever'))))

    const failed = 'server_error'
    const open = 'circuit_open'
    expect(outcomes).toEqual([failed, failed, failed, failed, failed, open, failed, open, 'done', 'done'])
    expect(simulator.requests).toHaveLength(8)
  })
})

async function prepare(provider: Provider): Promise<Provider & { id: string; log: RequestRecord[] }> {
  const { id } = done(await provider.revio.purchases.create(deposit('d1')))
  const log: RequestRecord[] = []
  const clock = { now: () => Date.now(), sleep: async () => {} }
  return { ...provider, id, log, revio: provider.connect({ clock, log: (record) => log.push(record) }) }
}

function codeOf(outcome: Awaited<ReturnType<Provider['revio']['purchases']['create']>>): string {
  return outcome.outcome === 'done' ? 'done' : outcome.error.code
}
