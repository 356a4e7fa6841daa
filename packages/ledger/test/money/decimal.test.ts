import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  currency,
  currencyTable,
  defineAsset,
  fromDecimal,
  maxAmount,
  toDecimal,
} from '../../src/money/index.ts'
import { anyAmount, thrownBy } from './arbitraries.ts'

const scales = Array.from({ length: 19 }, (_, scale) => scale)
const currencies = currencyTable({
  assets: scales.map((scale) => defineAsset({ code: `SCALE-${scale}`, scale })),
})
const anyScale = fc.constantFrom(...scales)
const anyMagnitude = anyAmount.map((amount) => (amount < 0n ? -amount : amount))
const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })

/** Every decimal of a scale: a whole part without leading zeros, then the point and exactly its digits. */
const decimalOf = (scale: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.oneof(fc.constant(''), digits(0, 17 - Math.min(scale, 17))), digits(scale, scale))
    .map(([whole, fraction]) => [whole.replace(/^0+/, '') || '0', fraction])
    .map(([whole, fraction]) => (fraction === '' ? `${whole}` : `${whole}.${fraction}`))

describe('a decimal string', () => {
  test.prop([anyScale, anyMagnitude])('reads back as the amount it was written from', (scale, amount) => {
    const code: string = `SCALE-${scale}`
    const decimal = toDecimal({ amount, currency: code }, currencies)

    const read = currency(code, currencies)(decimal)

    expect(read).toStrictEqual({ amount, currency: code })
  })

  test.prop([anyScale.chain((scale) => fc.tuple(fc.constant(scale), decimalOf(scale)))])(
    'of the grammar is accepted and written the same',
    ([scale, decimal]) => {
      const code: string = `SCALE-${scale}`

      const value = fromDecimal(decimal, code, currencies)

      expect(toDecimal(value, currencies)).toBe(decimal)
      expect(value.amount).toBe(BigInt(decimal.replace('.', '')))
    },
  )

  test.prop([
    fc.oneof(decimalOf(2), decimalOf(0)),
    fc.nat({ max: 20 }),
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 2 }),
      fc.constantFrom(...' +-.,eE_0٣３\u0000\n\u00a0\u2212'),
    ),
  ])('with anything put into it is refused unless it is of the grammar again', (decimal, position, noise) => {
    const nearMiss = decimal.slice(0, position) + noise + decimal.slice(position)
    fc.pre(!isRandAmount(nearMiss))

    expect(thrownBy(() => currency('ZAR')(nearMiss))).toMatchObject({ code: 'invalid_amount' })
  })

  test.prop([fc.string()])('that is only text is refused', (text) => {
    fc.pre(!isRandAmount(text))

    expect(thrownBy(() => currency('ZAR')(text))).toMatchObject({ code: 'invalid_amount' })
  })

  it.each([
    ['a digit too many', '12.345'],
    ['a digit too few', '12.3'],
    ['no digits, as a count of minor units has none', '1234'],
    ['a point without digits', '12.'],
    ['a point without a whole part', '.34'],
    ['a leading zero', '01.00'],
    ['a minus', '-1.00'],
    ['a plus', '+1.00'],
    ['a space', ' 1.00'],
    ['a line end', '1.00\n'],
    ['an exponent', '1.00e2'],
    ['a comma', '1,00'],
    ['grouping', '1,000.00'],
    ['an underscore', '1_000.00'],
    ['hexadecimal', '0x1.00'],
    ['digits of another script', '١٢.٣٤'],
    ['full-width digits', '１２.３４'],
    ['nothing', ''],
    ['Infinity', 'Infinity'],
  ])('with %s is refused', (_, decimal) => {
    expect(thrownBy(() => currency('ZAR')(decimal))).toMatchObject({ code: 'invalid_amount' })
  })

  it('is refused with the form to write instead', () => {
    const forms = ['ZAR', 'JPY', 'KWD'].map((code) => thrownBy(() => fromDecimal('5.0', code)))

    expect(forms.map(String)).toEqual([
      expect.stringContaining('such as "1234.00"'),
      expect.stringContaining('such as "1234"'),
      expect.stringContaining('such as "1234.000"'),
    ])
  })

  it('beyond the limit is refused, however long', () => {
    const beyond = ['10000000000000000.01', `${'9'.repeat(36)}.00`, `${'9'.repeat(1_000_000)}.00`]

    expect(currency('ZAR')('10000000000000000.00').amount).toBe(maxAmount)
    for (const decimal of beyond) {
      const error = thrownBy(() => currency('ZAR')(decimal))
      expect(error).toMatchObject({ code: 'invalid_amount' })
      expect(String(error).length).toBeLessThan(300)
    }
  })

  it.each([1, 10.5, 10n, null, undefined, ['1.00'], { toString: () => '1.00' }])('is not %s', (value) => {
    expect(thrownBy(() => Reflect.apply(currency('ZAR'), undefined, [value]))).toMatchObject({
      code: 'invalid_amount',
    })
  })

  it('carries a minus only on the way out', () => {
    const { minor } = currency('ZAR')

    expect([5n, -5n, -1234n, 0n].map((amount) => toDecimal(minor(amount)))).toEqual([
      '0.05',
      '-0.05',
      '-12.34',
      '0.00',
    ])
  })
})

// Written another way than the parser, so that the two can disagree.
function isRandAmount(text: string): boolean {
  const [whole = '', fraction = '', ...more] = text.split('.')
  const isDigits = (part: string): boolean =>
    part !== '' && [...part].every((digit) => '0123456789'.includes(digit))
  const isPlain = more.length === 0 && isDigits(whole) && isDigits(fraction) && fraction.length === 2
  return isPlain && (whole === '0' || !whole.startsWith('0')) && BigInt(whole + fraction) <= maxAmount
}
