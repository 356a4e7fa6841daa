import { testData } from '@evenkeel/test-support'
import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../../src/errors/index.ts'
import {
  currency,
  currencyTable,
  defineAsset,
  isoCurrencies,
  maxAmount,
  money,
} from '../../src/money/index.ts'
import { iso4217, iso4217WithoutUnit } from '../../src/money/iso-4217.ts'
import { thrownBy } from './arbitraries.ts'

describe('the ISO 4217 table', () => {
  it('has every current code of the published list, with its digits, and no other', () => {
    const published = currentCodes(testData('iso4217.csv'))

    const withUnit = published.filter(([, unit]) => unit !== '-').map(([code, unit]) => [code, Number(unit)])
    const withoutUnit = published.filter(([, unit]) => unit === '-').map(([code]) => code)

    expect(published.length).toBeGreaterThan(150)
    expect(iso4217).toEqual(Object.fromEntries(withUnit))
    expect(Object.keys(iso4217WithoutUnit).toSorted()).toEqual(withoutUnit.toSorted())
  })

  it('counts the yen in ones, the rand in hundredths and the dinar in thousandths', () => {
    const scales = ['JPY', 'ZAR', 'KWD', 'CLF'].map((code) => isoCurrencies.scaleOf(code))

    expect(scales).toEqual([0, 2, 3, 4])
  })

  it('counts the ariary and the ouguiya in hundredths, as the standard does', () => {
    expect([isoCurrencies.scaleOf('MGA'), isoCurrencies.scaleOf('MRU')]).toEqual([2, 2])
  })

  it.each(Object.keys(iso4217WithoutUnit))(
    'refuses %s, which has no minor unit, and says what it is',
    (code) => {
      const error = thrownBy(() => currency(code))

      expect(error).toBeInstanceOf(InvalidInputError)
      expect(error).toMatchObject({
        code: 'unknown_currency',
        message: expect.stringContaining('no minor unit'),
      })
    },
  )

  it.each(['BGN', 'zar', 'ZA', 'ZARR', ' ZAR', '', '__proto__', 'constructor', 'toString', 'ＺＡＲ'])(
    'refuses %j, which is no current code',
    (code) => {
      expect(thrownBy(() => currency(code))).toMatchObject({ code: 'unknown_currency' })
    },
  )

  it.each([undefined, null, 7, {}, ['ZAR']])(
    'refuses %j where a caller without types passes it as a code',
    (code) => {
      const call = (): unknown => Reflect.apply(money, undefined, [1n, code])

      expect(thrownBy(call)).toMatchObject({ code: 'unknown_currency' })
    },
  )

  it('cannot be changed by a caller', () => {
    expect(Object.isFrozen(isoCurrencies)).toBe(true)
    expect(Object.isFrozen(isoCurrencies.codes)).toBe(true)
  })
})

describe('a table with assets', () => {
  const points = defineAsset({ code: 'POINTS', scale: 0 })
  const ether = defineAsset({ code: 'X-ETH', scale: 18 })

  it('knows its assets beside the ISO codes', () => {
    const currencies = currencyTable({ assets: [points, ether] })

    expect(currency('POINTS', currencies)('250')).toEqual({ amount: 250n, currency: 'POINTS' })
    expect(currencies.scaleOf('X-ETH')).toBe(18)
    expect(currencies.scaleOf('ZAR')).toBe(2)
    expect(currencies.codes).toHaveLength(isoCurrencies.codes.length + 2)
  })

  it('leaves every other table as it was', () => {
    currencyTable({ assets: [points] })

    expect(thrownBy(() => isoCurrencies.scaleOf('POINTS'))).toMatchObject({ code: 'unknown_currency' })
    expect(thrownBy(() => currencyTable().scaleOf('POINTS'))).toMatchObject({ code: 'unknown_currency' })
  })

  it('admits a trillion whole units of an 18-digit asset when its limit is raised', () => {
    const currencies = currencyTable({ assets: [ether], maxAmount: 10n ** 30n })
    const eth = currency('X-ETH', currencies)

    expect(eth('1000000000000.000000000000000000').amount).toBe(10n ** 30n)
    expect(thrownBy(() => eth('1000000000000.000000000000000001'))).toMatchObject({ code: 'invalid_amount' })
  })

  it('refuses the same asset twice', () => {
    expect(thrownBy(() => currencyTable({ assets: [points, points] }))).toMatchObject({
      code: 'invalid_input',
    })
  })

  it.each([0n, -1n, 10n ** 36n + 1n])('refuses a limit of %s', (limit) => {
    expect(thrownBy(() => currencyTable({ maxAmount: limit }))).toMatchObject({ code: 'invalid_input' })
  })

  it('leaves room in a PostgreSQL bigint for the sum of nine amounts', () => {
    const largestBigint = 2n ** 63n - 1n

    expect(9n * maxAmount).toBeLessThanOrEqual(largestBigint)
  })
})

describe('defineAsset', () => {
  it.each(['BTC', 'ZAR', 'points', '9LIVES', 'A--BC', 'ABC-', '-ABC', 'A BC', 'ÀBCD', 'A'.repeat(25), ''])(
    'refuses the code %j',
    (code) => {
      expect(thrownBy(() => defineAsset({ code, scale: 2 }))).toMatchObject({ code: 'invalid_input' })
    },
  )

  it.each([-1, 19, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the scale %d', (scale) => {
    expect(thrownBy(() => defineAsset({ code: 'POINTS', scale }))).toMatchObject({ code: 'invalid_input' })
  })
})

/** The codes in force, with the minor unit as the list writes it. Names may be quoted and hold commas. */
function currentCodes(csv: string): [code: string, unit: string][] {
  const current = /,(?<code>[A-Z]{3}),\d{3},(?<unit>[0-9-]),$/
  const rows = csv.split(/\r?\n/).flatMap((line) => {
    const { code, unit } = current.exec(line)?.groups ?? {}
    return code === undefined || unit === undefined ? [] : [[code, unit] satisfies [string, string]]
  })
  return [...new Map(rows)]
}
