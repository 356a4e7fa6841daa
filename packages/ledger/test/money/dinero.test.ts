import { fc, test } from '@fast-check/vitest'
import * as dineroApi from 'dinero.js/bigint'
import { MGA, MRU, ZAR } from 'dinero.js/bigint'
import { describe, expect, it } from 'vitest'
import { fromDinero, toDinero } from '../../src/money/dinero.ts'
import {
  allocate,
  allocateEvenly,
  currencyTable,
  defineAsset,
  divideRounded,
  isoCurrencies,
  money,
  sum,
  toDecimal,
} from '../../src/money/index.ts'
import { anyAmount, anyRand, thrownBy } from './arbitraries.ts'

const { dinero, toSnapshot, transformScale } = dineroApi
const anyMoney = fc
  .tuple(anyAmount, fc.constantFrom(...isoCurrencies.codes))
  .map(([amount, code]) => money(amount, code))

describe('the bridge to dinero.js', () => {
  test.prop([anyMoney])('gives back what it took, and both write it the same', (value) => {
    const theirs = toDinero(value)

    expect(fromDinero(theirs)).toStrictEqual(value)
    expect(toDecimal(value)).toBe(dineroApi.toDecimal(theirs))
  })

  test.prop([anyRand, fc.bigInt({ min: 0n, max: 6n })])(
    'takes any scale that comes out whole',
    (value, more) => {
      const finer = transformScale(toDinero(value), 2n + more)

      expect(fromDinero(finer)).toStrictEqual(value)
      expect(fromDinero(dinero({ amount: value.amount / 100n, currency: ZAR, scale: 0n })).amount).toBe(
        (value.amount / 100n) * 100n,
      )
    },
  )

  it('refuses a fraction of a minor unit', () => {
    const milli = dinero({ amount: 10_001n, currency: ZAR, scale: 3n })

    expect(thrownBy(() => fromDinero(milli))).toMatchObject({ code: 'invalid_amount' })
  })

  it('carries an asset with its table', () => {
    const currencies = currencyTable({ assets: [defineAsset({ code: 'POINTS', scale: 0 })] })
    const points = money(7n, 'POINTS', currencies)

    expect(fromDinero(toDinero(points, currencies), currencies)).toStrictEqual(points)
    expect(thrownBy(() => toDinero(points))).toMatchObject({ code: 'unknown_currency' })
  })
})

describe('dinero.js and this package agree', () => {
  // dinero's up and down go to the greater and the lesser number, ours away from zero and towards it, so they are
  // compared where the two are the same thing.
  const pairs = [
    ['half-even', dineroApi.halfEven, (amount: bigint) => amount],
    ['half-up', dineroApi.halfAwayFromZero, (amount: bigint) => amount],
    ['down', dineroApi.down, magnitude],
    ['up', dineroApi.up, magnitude],
  ] as const

  describe.each(pairs)('on %s', (mode, theirs, domain) => {
    test.prop([anyAmount, fc.bigInt({ min: 0n, max: 6n })])('for every amount and scale', (any, digits) => {
      const amount = domain(any)
      const scaled = transformScale(dinero({ amount, currency: ZAR, scale: digits }), 0n, theirs)

      expect(divideRounded(amount, 10n ** digits, mode)).toBe(toSnapshot(scaled).amount)
    })
  })

  test.prop([anyRand, fc.integer({ min: 1, max: 30 })])('on a division into even parts', (value, count) => {
    const theirs = dineroApi.allocate(toDinero(value), new Array<bigint>(count).fill(1n))

    expect(allocateEvenly(value, count)).toStrictEqual(theirs.map((part) => fromDinero(part)))
  })

  test.prop([anyRand, fc.array(fc.bigInt({ min: 0n, max: 100n }), { minLength: 1, maxLength: 20 })])(
    'on every part of an uneven division to within a unit, and on its sum',
    (value, weights) => {
      fc.pre(weights.some((weight) => weight > 0n))
      const ours = allocate(value, weights)
      const theirs = dineroApi.allocate(toDinero(value), weights).map((part) => fromDinero(part))

      expect(sum(money(0n, 'ZAR'), theirs)).toStrictEqual(sum(money(0n, 'ZAR'), ours))
      for (const [index, part] of theirs.entries()) {
        expect(magnitude(part.amount - (ours[index]?.amount ?? 0n))).toBeLessThanOrEqual(1n)
      }
    },
  )
})

describe('dinero.js and this package differ', () => {
  it.each([MGA, MRU])('on $code, which dinero counts in fifths and ISO 4217 in hundredths', (theirs) => {
    const refused = thrownBy(() => fromDinero(dinero({ amount: 1n, currency: theirs })))

    expect(theirs).toMatchObject({ base: 5n, exponent: 1n })
    expect(isoCurrencies.scaleOf(theirs.code)).toBe(2)
    expect(refused).toMatchObject({ code: 'invalid_amount' })
  })

  it('on ratios with a scale, whose parts dinero leaves in fractions of a cent', () => {
    const ratios = [
      { amount: 295n, scale: 2n },
      { amount: 9_705n, scale: 2n },
    ]

    const theirs = dineroApi.allocate(dinero({ amount: 10_001n, currency: ZAR }), ratios)
    const ours = allocate(money(10_001n, 'ZAR'), [295n, 9_705n])

    expect(theirs.map((part) => toSnapshot(part).scale)).toEqual([4n, 4n])
    expect(ours.map(({ amount }) => amount)).toEqual([295n, 9_706n])
  })

  it('on the left-over unit, which dinero gives to the greatest weight and we to the largest fraction', () => {
    const theirs = dineroApi.allocate(dinero({ amount: 10n, currency: ZAR }), [64n, 36n])
    const ours = allocate(money(10n, 'ZAR'), [64n, 36n])

    expect(theirs.map((part) => toSnapshot(part).amount)).toEqual([7n, 3n])
    expect(ours.map(({ amount }) => amount)).toEqual([6n, 4n])
  })

  it('on which codes are current', () => {
    const isCurrency = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && 'exponent' in value
    const theirs = Object.entries(dineroApi).flatMap(([code, value]) => (isCurrency(value) ? [code] : []))
    const ours = new Set<string>(isoCurrencies.codes)

    expect(theirs.length).toBeGreaterThan(150)
    expect(theirs.filter((code) => !ours.has(code))).toEqual(['BGN'])
  })
})

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
