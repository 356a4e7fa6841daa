import fc from 'fast-check'
import { describe, expect, it as plainIt } from 'vitest'
import { createRevioClient } from '../../src/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { fromScaled, lineTotal, toScaled } from '../../src/simulator/wire/line-arithmetic.ts'
import { toWireJson } from '../../src/simulator/wire/wire-json.ts'
import { goldenWebhook } from '../support/foreign-data.ts'
import { deposit, done, it } from '../support/provider.ts'

describe('beside a body that the platform itself has sent', () => {
  plainIt('our JSON has the same bytes', () => {
    const goldenBody = goldenWebhook().rawBody.toString()

    expect(toWireJson(JSON.parse(goldenBody))).toBe(goldenBody)
  })

  it('our webhook has every field that it has, of the same kind', async ({ simulator, revio, receiver }) => {
    const golden = JSON.parse(goldenWebhook().rawBody.toString())
    done(await revio.webhooks.create({ title: 'All', callback: receiver.url, events: 'all' }))
    done(await revio.purchases.create(deposit('d1')))
    await simulator.idle()

    const ours = kindsOf(JSON.parse(receiver.received[0]?.rawBody.toString() ?? '{}'))
    const missing = [...kindsOf(golden)].filter(([path, kind]) => {
      const our = ours.get(path)
      // What is null in one body may be filled in the other.
      return our === undefined || (our !== kind && our !== 'null' && kind !== 'null')
    })

    expect(ours.size).toBeGreaterThan(90)
    expect(missing).toEqual([])
  })
})

// Node reads some names that are escaped as others, where an object has several (nodejs/node#63785), and what is read here
// must be what was written.
const jsonWithPlainNames = fc.jsonValue().filter(hasPlainNames)

function hasPlainNames(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([name, inner]) => (Array.isArray(value) || /^[ !#-[\]-~]*$/.test(name)) && hasPlainNames(inner),
  )
}

describe('toWireJson', () => {
  plainIt('writes what JSON.parse reads back, in ASCII', () => {
    fc.assert(
      fc.property(jsonWithPlainNames, (value) => {
        const text = toWireJson(JSON.parse(JSON.stringify(value)))
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(text).toMatch(/^[\x20-\x7f]*$/)
      }),
    )
  })
})

describe('line arithmetic', () => {
  plainIt('agrees with exact fractions, rounded half up once', () => {
    const scaled = { quantity: fc.bigInt(0n, 99_9999n), tax: fc.bigInt(0n, 100_00n) }

    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 9n),
        scaled.quantity,
        fc.bigInt(0n, 10n ** 6n),
        scaled.tax,
        (...line) => {
          const [price, quantity, discount, tax] = line
          const total = lineTotal({
            price,
            quantity: fromScaled(quantity, 4),
            discount,
            taxPercent: fromScaled(tax, 2),
          })
          // In units of 10^-8: what the line costs before rounding.
          const exact = (price * quantity - discount * 10_000n) * (100_00n + tax)
          if (exact < 0n) {
            expect(total).toBeNull()
            return
          }
          const excess = (total ?? -1n) * 10n ** 8n - exact
          expect(excess > -5n * 10n ** 7n && excess <= 5n * 10n ** 7n).toBe(true)
        },
      ),
    )
  })

  plainIt('writes decimals as it reads them', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 1, max: 6 }), (scaled, places) => {
        expect(toScaled(fromScaled(scaled, places), places)).toBe(scaled)
      }),
    )
  })
})

describe('the same seed and the same requests', () => {
  plainIt('give the same ids, keys, bodies and signatures, and another seed gives others', async () => {
    const first = await live('one', 0)
    // Bodies hold addresses, so the second life is lived at the same port.
    const second = await live('one', first.port)
    const other = await live('two', first.port)

    expect(second).toEqual(first)
    expect(other.transcript).not.toEqual(first.transcript)
    expect(first.transcript).toHaveLength(3)
  })
})

/** A short life of a simulator, told by what it has signed. */
async function live(
  seed: string,
  port: number,
): Promise<{ port: number; key: string; transcript: string[] }> {
  const simulator = await startSimulator({ seed, port, virtualClockFrom: new Date('2026-01-01T00:00:00Z') })
  const revio = createRevioClient(simulator.client)
  // Nobody listens on port 9; only what is signed matters here.
  done(await revio.webhooks.create({ title: 'All', callback: 'http://127.0.0.1:9/', events: 'all' }))
  const { id } = done(await revio.purchases.create(deposit('d1')))
  simulator.payer.pay(id)
  const key = await revio.publicKey()
  await simulator.close()
  const transcript = simulator.deliveries.map(({ body, signature }) => `${signature} ${body}`)
  return { port: Number(new URL(simulator.origin).port), key, transcript }
}

/** The kind of every field, by its path. A list is judged by its first item. */
function kindsOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null)
    return new Map([[path, value === null ? 'null' : typeof value]])
  const fields = Array.isArray(value)
    ? value.slice(0, 1).map((item) => ['[]', item] as const)
    : Object.entries(value)
  const inner = fields.flatMap(([name, field]) => [...kindsOf(field, `${path}.${name}`)])
  return new Map([[path, Array.isArray(value) ? 'list' : 'object'], ...inner])
}
