import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  currencyTable,
  defineAsset,
  fromWire,
  isoCurrencies,
  maxAmount,
  money,
  moneySchema,
  toWire,
} from '../../src/money/index.ts'
import { anyAmount, thrownBy } from './arbitraries.ts'

const anyMoney = fc
  .tuple(anyAmount, fc.constantFrom(...isoCurrencies.codes))
  .map(([amount, code]) => money(amount, code))

const badAmounts = [
  1050,
  1050n,
  null,
  '',
  '-0',
  '+1',
  '01',
  '00',
  ' 1',
  '1 ',
  '1\n',
  '1.0',
  '1e3',
  '0x10',
  '1_000',
  '١',
]
const badShapes = [
  null,
  '1050',
  [],
  {},
  { amount: '1050' },
  { currency: 'ZAR' },
  { amount: '1050', currency: 5 },
  { amount: '1050', currency: 'ZAR', scale: 2 },
]

describe('money on the wire', () => {
  test.prop([anyMoney])('survives JSON and both forms of reading', (value) => {
    const sent: unknown = JSON.parse(JSON.stringify(toWire(value)))

    expect(fromWire(sent)).toStrictEqual(value)
    expect(moneySchema().parse(sent)).toStrictEqual(value)
    expect(moneySchema().encode(value)).toStrictEqual(sent)
  })

  test.prop([fc.string()])('has one spelling for each amount', (text) => {
    fc.pre(!isInteger(text))

    expect(thrownBy(() => fromWire({ amount: text, currency: 'ZAR' }))).toMatchObject({
      code: 'invalid_amount',
    })
  })

  it.each(badAmounts)('refuses the amount %o', (amount) => {
    const wire = { amount, currency: 'ZAR' }

    expect(thrownBy(() => fromWire(wire))).toMatchObject({ code: 'invalid_amount' })
    expect(moneySchema().safeParse(wire).success).toBe(false)
  })

  it.each(badShapes)('refuses %j', (wire) => {
    expect(thrownBy(() => fromWire(wire))).toMatchObject({ code: 'invalid_amount' })
    expect(moneySchema().safeParse(wire).success).toBe(false)
  })

  it('refuses what lies beyond the limit, however long', () => {
    const beyond = [String(maxAmount + 1n), String(-maxAmount - 1n), '9'.repeat(37), '9'.repeat(1_000_000)]

    expect(fromWire({ amount: String(-maxAmount), currency: 'ZAR' }).amount).toBe(-maxAmount)
    for (const amount of beyond) {
      expect(thrownBy(() => fromWire({ amount, currency: 'ZAR' }))).toMatchObject({ code: 'invalid_amount' })
    }
  })

  it('reads an asset only with a table that has it', () => {
    const currencies = currencyTable({ assets: [defineAsset({ code: 'POINTS', scale: 0 })] })
    const wire = { amount: '5', currency: 'POINTS' }

    expect(fromWire(wire, currencies)).toStrictEqual({ amount: 5n, currency: 'POINTS' })
    expect(thrownBy(() => fromWire(wire))).toMatchObject({ code: 'unknown_currency' })
  })

  it('gives frozen money, as every other maker does', () => {
    expect(Object.isFrozen(moneySchema().parse({ amount: '5', currency: 'ZAR' }))).toBe(true)
  })
})

describe('the money schema', () => {
  const request = z.object({ price: moneySchema() })

  it.each([
    [{ amount: '1', currency: 'XAU' }, ['price', 'currency'], 'no minor unit'],
    [{ amount: String(maxAmount + 1n), currency: 'ZAR' }, ['price', 'amount'], 'cannot be beyond'],
    [{ amount: 1, currency: 'ZAR' }, ['price', 'amount'], 'expected string'],
  ])('says of %j which field is wrong and why', (price, path, message) => {
    const result = request.safeParse({ price })

    expect(result.error?.issues).toMatchObject([{ path, message: expect.stringContaining(message) }])
  })

  it.each(['input', 'output'] as const)('describes itself to OpenAPI as %s', (io) => {
    const description = z.toJSONSchema(moneySchema(), { io, unrepresentable: 'any' })

    expect(description).toMatchObject({
      type: 'object',
      properties: {
        amount: { type: 'string', pattern: expect.stringContaining('[1-9]') },
        currency: { type: 'string' },
      },
      required: ['amount', 'currency'],
      additionalProperties: false,
    })
  })
})

// Written another way than the parser, so that the two can disagree.
function isInteger(text: string): boolean {
  const number = Number(text)
  return Number.isSafeInteger(number) && !Object.is(number, -0) && String(number) === text
}
