import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  abs,
  add,
  compare,
  currency,
  equals,
  isPositive,
  isZero,
  type Money,
  max,
  maxAmount,
  min,
  money,
  negate,
  subtract,
  sum,
} from '../../src/money/index.ts'
import { anyAmount, anyRand, thrownBy } from './arbitraries.ts'

const zar = currency('ZAR')

describe('money', () => {
  it('is plain frozen data', () => {
    const price = zar('100.00')

    expect(price).toStrictEqual({ amount: 10_000n, currency: 'ZAR' })
    expect(Object.isFrozen(price)).toBe(true)
    expect(structuredClone(price)).toStrictEqual(price)
  })

  test.prop([anyAmount])('is the same from minor units by either maker', (amount) => {
    expect(zar.minor(amount)).toStrictEqual(money(amount, 'ZAR'))
  })

  it('comes with its code, its scale and its zero', () => {
    const { code, scale, zero } = zar

    expect({ code, scale, zero }).toStrictEqual({ code: 'ZAR', scale: 2, zero: money(0n, 'ZAR') })
  })

  it('reaches the limit on either side of zero and stops there', () => {
    expect(money(maxAmount, 'ZAR').amount).toBe(maxAmount)
    expect(money(-maxAmount, 'ZAR').amount).toBe(-maxAmount)
    expect(thrownBy(() => money(maxAmount + 1n, 'ZAR'))).toMatchObject({ code: 'invalid_amount' })
    expect(thrownBy(() => money(-maxAmount - 1n, 'ZAR'))).toMatchObject({ code: 'invalid_amount' })
  })
})

describe('addition', () => {
  test.prop([anyRand, anyRand, anyRand])('does not depend on order or grouping', (a, b, c) => {
    expect(add(a, b)).toStrictEqual(add(b, a))
    expect(add(add(a, b), c)).toStrictEqual(add(a, add(b, c)))
  })

  test.prop([anyRand, anyRand])('is undone by subtraction, and changes nothing with zero', (a, b) => {
    expect(subtract(add(a, b), b)).toStrictEqual(a)
    expect(subtract(a, b)).toStrictEqual(add(a, negate(b)))
    expect(add(a, zar.zero)).toStrictEqual(a)
  })

  test.prop([anyRand])('of an amount and its negative is zero', (a) => {
    expect(isZero(add(a, negate(a)))).toBe(true)
    expect(negate(negate(a))).toStrictEqual(a)
  })

  test.prop([fc.array(anyRand)])(
    'of a list is the same one by one, and of no amounts is the start',
    (list) => {
      expect(sum(zar.zero, list)).toStrictEqual(list.reduce((total, value) => add(total, value), zar.zero))
      expect(sum(zar('5.00'), [])).toStrictEqual(zar('5.00'))
    },
  )
})

describe('order', () => {
  test.prop([anyRand, anyRand, anyRand])('is total: one way round, and transitive', (a, b, c) => {
    const sorted = [a, b, c].toSorted((x, y) => compare(x, y))

    expect(compare(a, b) + compare(b, a)).toBe(0)
    expect([c, a, b].toSorted((x, y) => compare(x, y))).toStrictEqual(sorted)
    expect(compare(sorted[0] ?? a, sorted[2] ?? a)).toBeLessThanOrEqual(0)
  })

  test.prop([anyRand, anyRand])('agrees with the sign of the difference, and with min and max', (a, b) => {
    expect(isPositive(subtract(a, b))).toBe(compare(a, b) === 1)
    expect(isZero(subtract(a, b))).toBe(equals(a, b))
    expect([min(a, b), max(a, b)]).toStrictEqual(compare(a, b) === 1 ? [b, a] : [a, b])
  })

  test.prop([anyRand])('puts an amount and its negative at the same distance from zero', (a) => {
    expect(abs(a)).toStrictEqual(max(a, negate(a)))
    expect(abs(negate(a))).toStrictEqual(abs(a))
  })
})

// What a caller without types can do, and one whose currencies are only known at run time.
const pairFunctions = { add, subtract, compare, equals, min, max } as const
const singleFunctions = { negate, abs, isZero, isPositive } as const
const notAmounts = [1, 1.5, Number.NaN, '1', null, undefined, {}, true]

describe.each(Object.entries(pairFunctions))('%s', (_, combine) => {
  it('refuses two currencies and names both', () => {
    const rand: Money = money(1n, 'ZAR')
    const dollar: Money = money(1n, 'USD')

    const error = thrownBy(() => combine(rand, dollar))

    expect(error).toMatchObject({ code: 'currency_mismatch', details: { currencies: ['ZAR', 'USD'] } })
  })

  it.each(notAmounts)('refuses %j as the amount of either', (amount) => {
    const wrong = { amount, currency: 'ZAR' }

    const errors = [
      [wrong, zar.zero],
      [zar.zero, wrong],
    ].map((pair) => thrownBy(() => Reflect.apply(combine, undefined, pair)))

    for (const error of errors) expect(error).toMatchObject({ code: 'invalid_amount' })
  })
})

describe.each(Object.entries(singleFunctions))('%s', (_, call) => {
  it.each(notAmounts)('refuses %j as an amount', (amount) => {
    const error = thrownBy(() => Reflect.apply(call, undefined, [{ amount, currency: 'ZAR' }]))

    expect(error).toMatchObject({ code: 'invalid_amount' })
  })
})

describe('sum', () => {
  it('refuses a list with another currency in it', () => {
    const list: Money[] = [money(1n, 'ZAR'), money(1n, 'USD')]

    expect(thrownBy(() => sum<string>(zar.zero, list))).toMatchObject({ code: 'currency_mismatch' })
  })
})

describe('a number', () => {
  it.each([1, 10.5, 2 ** 53, Number.NaN])(
    'is refused as minor units (%d), with what to pass instead',
    (amount) => {
      const calls = [
        () => Reflect.apply(money, undefined, [amount, 'ZAR']),
        () => Reflect.apply(zar.minor, zar, [amount]),
      ]

      for (const call of calls) {
        expect(thrownBy(call)).toMatchObject({
          code: 'invalid_amount',
          message: expect.stringContaining('Pass a bigint of minor units or a decimal string.'),
        })
      }
    },
  )
})
