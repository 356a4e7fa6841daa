import { inspect } from 'node:util'
import { describe, expect } from 'vitest'
import { createRevioClient } from '../src/index.ts'
import { deposit, it, withdrawal } from './support/provider.ts'

const canary = 'sk_live_CANARY/0123456789+abc'

const spellings = [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')]

/** Everything that a logger, a console or a crash report could print of a value. */
function printed(value: unknown): string {
  const own = value instanceof Error ? [value.message, value.stack, String(value.cause)] : []
  return [inspect(value, { depth: 20, showHidden: true, getters: true }), JSON.stringify(value), ...own].join(
    '\n',
  )
}

/** Ways in which a careless fetch or provider hands the key back to us. */
const betrayals: [string, typeof fetch][] = [
  ['a refusal that repeats the key', async () => refusal(`Incorrect secret_key ${canary}`)],
  [
    'a refusal with the key as field name',
    async () => Response.json({ [canary]: [{ message: 'x', code: canary }] }, { status: 400 }),
  ],
  [
    'an error that carries the request',
    async (_, init) => Promise.reject(Object.assign(new Error('failed'), { config: init })),
  ],
  [
    'an error that names the key',
    async () => Promise.reject(new TypeError(`fetch failed: Bearer ${canary}`)),
  ],
  [
    'a cause that names the key, encoded',
    async () => Promise.reject(new Error('failed', { cause: new Error(encodeURIComponent(canary)) })),
  ],
  ['a page that repeats the key', async () => new Response(canary, { headers: { 'content-type': canary } })],
  ['a shape that names the key', async () => Response.json({ [canary]: { balance: canary } })],
  ['a refused connection', async (_, init) => fetch('http://127.0.0.1:1/', init)],
]

describe('the secret key', () => {
  it.for(betrayals)('is in no error and no log after %s', async ([, betray], { simulator }) => {
    const log: unknown[] = []
    const revio = createRevioClient({
      ...simulator.client,
      secretKey: canary,
      fetch: betray,
      deadlineMs: 300,
      log: (record) => log.push(record),
    })

    const seen = [
      await revio.purchases.create(deposit('d1')),
      await revio.payouts.create(withdrawal('w1')),
      await revio.purchases.get('3f1f6c9e').catch((error: unknown) => error),
      await revio.balances().catch((error: unknown) => error),
      revio,
      log,
    ]

    const leaks = spellings.filter((spelling) => seen.some((value) => printed(value).includes(spelling)))
    expect(leaks).toEqual([])
    expect(log.length).toBeGreaterThanOrEqual(4)
  })

  it('is sent to the host it was given, and follows no redirect', async ({ simulator, revio }) => {
    simulator.arm({ fault: 'redirect', on: 'purchases.create' })

    const outcome = await revio.purchases.create(deposit('d1'))

    expect(outcome).toMatchObject({ outcome: 'unknown', error: { code: 'unexpected_redirect' } })
    expect(simulator.requests).toHaveLength(1)
  })

  it('is never sent in the open', () => {
    const addresses = [
      'http://gate.example.com/api/v1/',
      'ftp://gate.example.com/',
      'https://me:pw@gate.example.com/',
      'x',
    ]

    for (const baseUrl of addresses) {
      expect(() => createRevioClient({ secretKey: 'k', brandId: 'b', baseUrl })).toThrow(/base URL|not a URL/)
    }
  })
})

function refusal(message: string): Response {
  return Response.json({ __all__: [{ message, code: 'authentication_failed' }] }, { status: 401 })
}
