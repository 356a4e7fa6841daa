import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { divideRounded, type RoundingMode } from '../../src/money/index.ts'
import { anyAmount, thrownBy } from './arbitraries.ts'

const modes: readonly RoundingMode[] = ['half-even', 'half-up', 'down', 'up']
const anyMode = fc.constantFrom(...modes)
const anyDenominator = fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)

describe('rounding', () => {
  test.prop([anyAmount, anyDenominator, anyMode])(
    'moves by less than a unit, and not at all when exact',
    (n, d, mode) => {
      expect(distance(divideRounded(n, d, mode) * d, n)).toBeLessThan(d)
      expect(divideRounded(n * d, d, mode)).toBe(n)
    },
  )

  test.prop([anyAmount, anyDenominator, anyMode])('treats both sides of zero alike', (n, d, mode) => {
    expect(divideRounded(-n, d, mode)).toBe(-divideRounded(n, d, mode))
  })

  test.prop([anyAmount, anyAmount, anyDenominator, anyMode])(
    'keeps the order of amounts',
    (a, b, d, mode) => {
      const [low, high] = a < b ? [a, b] : [b, a]

      expect(divideRounded(low, d, mode)).toBeLessThanOrEqual(divideRounded(high, d, mode))
    },
  )

  test.prop([anyAmount, anyDenominator])('down never leaves zero behind, up never falls short', (n, d) => {
    const exact = n < 0n ? -n : n

    expect(distance(divideRounded(n, d, 'down') * d, 0n)).toBeLessThanOrEqual(exact)
    expect(distance(divideRounded(n, d, 'up') * d, 0n)).toBeGreaterThanOrEqual(exact)
  })

  test.prop([anyAmount, anyDenominator, fc.constantFrom<RoundingMode>('half-even', 'half-up')])(
    'to the nearest moves by half a unit at most',
    (n, d, mode) => {
      expect(2n * distance(divideRounded(n, d, mode) * d, n)).toBeLessThanOrEqual(d)
    },
  )

  test.prop([anyAmount])('sends a tie away from zero by half-up and to the even number by half-even', (n) => {
    const tie = 2n * n + 1n
    const [below, above] = [n, n + 1n]

    expect(divideRounded(tie, 2n, 'half-up')).toBe(tie < 0n ? below : above)
    expect(divideRounded(tie, 2n, 'half-even')).toBe(below % 2n === 0n ? below : above)
  })

  it.each([
    ['half-up', [2n, 3n, 4n, -3n, -3n]],
    ['half-even', [2n, 2n, 4n, -2n, -3n]],
    ['down', [2n, 2n, 3n, -2n, -2n]],
    ['up', [3n, 3n, 4n, -3n, -3n]],
  ] as const)('%s is what its table says for 2.4, 2.5, 3.5, -2.5 and -2.6', (mode, expected) => {
    const rounded = [24n, 25n, 35n, -25n, -26n].map((tenths) => divideRounded(tenths, 10n, mode))

    expect(rounded).toEqual(expected)
  })

  it.each([0n, -3n])('refuses the denominator %s', (denominator) => {
    expect(thrownBy(() => divideRounded(1n, denominator, 'up'))).toMatchObject({ code: 'invalid_input' })
  })

  it('refuses an unknown mode and a number', () => {
    const calls = [
      [1n, 2n, 'ceil'],
      [1, 2n, 'up'],
      [1n, 2, 'up'],
    ]

    const codes = calls.map((args) => thrownBy(() => Reflect.apply(divideRounded, undefined, args)))

    expect(codes).toMatchObject([
      { code: 'invalid_input' },
      { code: 'invalid_amount' },
      { code: 'invalid_amount' },
    ])
  })
})
