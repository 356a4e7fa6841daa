import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { add, bps, currency, isPositive, negate, percentageOf, subtract } from '../../src/money/index.ts'
import { anyRand, thrownBy } from './arbitraries.ts'

const zar = currency('ZAR')
const anyRate = fc.integer({ min: 0, max: 10_000 }).map(bps)

describe('a percentage', () => {
  it('rounds half up unless told otherwise', () => {
    const halfCent = zar.minor(50n)

    expect(percentageOf(halfCent, bps(100)).amount).toBe(1n)
    expect(percentageOf(negate(halfCent), bps(100)).amount).toBe(-1n)
    expect(percentageOf(halfCent, bps(100), 'half-even').amount).toBe(0n)
    expect(percentageOf(zar.minor(1n), bps(1), 'up').amount).toBe(1n)
    expect(percentageOf(zar.minor(99n), bps(9_999), 'down').amount).toBe(98n)
  })

  test.prop([anyRand, anyRate])('and what remains of the amount are the amount again', (value, rate) => {
    const fee = percentageOf(value, rate)
    const rest = subtract(value, fee)

    expect(add(fee, rest)).toStrictEqual(value)
    expect(isPositive(fee)).toBe(value.amount > 0n && 2n * value.amount * BigInt(rate) >= 10_000n)
  })

  test.prop([anyRand, anyRate])('of a refund is the fee with the other sign', (value, rate) => {
    expect(percentageOf(negate(value), rate)).toStrictEqual(negate(percentageOf(value, rate)))
  })

  test.prop([anyRand])('of nothing and of all are nothing and all', (value) => {
    expect(percentageOf(value, bps(0)).amount).toBe(0n)
    expect(percentageOf(value, bps(10_000))).toStrictEqual(value)
  })

  it.each([-1, 2.5, 0.025, 1_000_001, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the rate %d',
    (rate) => {
      expect(thrownBy(() => bps(rate))).toMatchObject({ code: 'invalid_input' })
    },
  )

  it.each([2.5, '250', 250n])('refuses the rate %s that did not come from bps', (rate) => {
    const call = (): unknown => Reflect.apply(percentageOf, undefined, [zar('1.00'), rate])

    expect(thrownBy(call)).toMatchObject({ code: 'invalid_input' })
  })
})
