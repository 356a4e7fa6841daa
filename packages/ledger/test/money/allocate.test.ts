import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { allocate, allocateEvenly, currency, negate, sum } from '../../src/money/index.ts'
import { anyRand, thrownBy } from './arbitraries.ts'

const zar = currency('ZAR')
const anyWeight = fc.oneof(fc.bigInt({ min: 0n, max: 10n }), fc.bigInt({ min: 0n, max: 10n ** 20n }))
const anyWeights = fc
  .array(anyWeight, { minLength: 1, maxLength: 30 })
  .filter((list) => list.some((w) => w > 0n))
const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

describe('an allocation', () => {
  test.prop([anyRand, anyWeights])(
    'has one part for each weight, and they sum to the amount',
    (value, weights) => {
      const parts = allocate(value, weights)

      expect(parts).toHaveLength(weights.length)
      expect(sum(zar.zero, parts)).toStrictEqual(value)
    },
  )

  test.prop([anyRand, anyWeights])('gives each less than a unit off its exact share', (value, weights) => {
    const total = weights.reduce((a, b) => a + b)

    const parts = allocate(value, weights)

    for (const [index, weight] of weights.entries()) {
      const off = magnitude((parts[index]?.amount ?? 0n) * total - value.amount * weight)
      expect(off).toBeLessThan(total)
    }
  })

  test.prop([anyRand, anyWeights])('gives nothing to a weight of zero', (value, weights) => {
    const parts = allocate(value, [0n, ...weights, 0n])

    expect([parts[0], parts.at(-1)]).toStrictEqual([zar.zero, zar.zero])
    expect(parts.slice(1, -1)).toStrictEqual(allocate(value, weights))
  })

  test.prop([anyRand, anyWeights])('of a negative amount mirrors its positive twin', (value, weights) => {
    expect(allocate(negate(value), weights)).toStrictEqual(allocate(value, weights).map(negate))
  })

  test.prop([anyRand, anyWeights, fc.bigInt({ min: 1n, max: 1_000n })])(
    'does not change when every weight grows alike',
    (value, weights, factor) => {
      const larger = weights.map((weight) => weight * factor)

      expect(allocate(value, larger)).toStrictEqual(allocate(value, weights))
    },
  )

  test.prop([anyRand, anyWeights])('never gives less to a greater weight', (value, weights) => {
    const parts = allocate(value, weights)

    const byWeight = weights
      .map((weight, index) => ({ weight, units: magnitude(parts[index]?.amount ?? 0n) }))
      .toSorted((a, b) => (a.weight < b.weight ? -1 : 1))
    for (const [index, { weight, units }] of byWeight.entries()) {
      const smaller = byWeight.slice(0, index).filter((other) => other.weight < weight)
      for (const other of smaller) expect(other.units).toBeLessThanOrEqual(units)
    }
  })

  it('gives a left-over unit to the largest fraction, not to the first or the greatest', () => {
    const [large, small] = allocate(zar.minor(10n), [64n, 36n])
    const [half, third, sixth] = allocate(zar.minor(100n), [3n, 2n, 1n])

    expect([large.amount, small.amount]).toEqual([6n, 4n])
    expect([half.amount, third.amount, sixth.amount]).toEqual([50n, 33n, 17n])
  })

  it('gives a left-over unit to the earlier of two equal fractions', () => {
    const amounts = allocate(zar.minor(5n), [1n, 1n, 1n]).map(({ amount }) => amount)

    expect(amounts).toEqual([2n, 2n, 1n])
  })

  test.prop([anyRand, fc.integer({ min: 1, max: 50 })])(
    'in even parts differs by a unit at most',
    (value, count) => {
      const parts = allocateEvenly(value, count).map(({ amount }) => magnitude(amount))

      expect(sum(zar.zero, allocateEvenly(value, count))).toStrictEqual(value)
      expect(parts).toHaveLength(count)
      expect(parts.toSorted((a, b) => (a > b ? -1 : 1))).toEqual(parts)
      expect((parts[0] ?? 0n) - (parts.at(-1) ?? 0n)).toBeLessThanOrEqual(1n)
    },
  )

  it.each([
    ['no weights', []],
    ['only zeros', [0n, 0n]],
    ['a negative weight', [2n, -1n]],
    ['a number', [1, 2]],
    ['a fraction', [0.5, 0.5]],
    ['more weights than a journal has entries', new Array(1_001).fill(1n)],
  ])('refuses %s', (_, weights) => {
    const call = (): unknown => Reflect.apply(allocate, undefined, [zar('1.00'), weights])

    expect(thrownBy(call)).toMatchObject({ code: 'invalid_input' })
  })

  it.each([0, -1, 1.5, 1_001, 2 ** 32, Number.NaN])('refuses %d even parts', (count) => {
    expect(thrownBy(() => allocateEvenly(zar('1.00'), count))).toMatchObject({ code: 'invalid_input' })
  })
})
