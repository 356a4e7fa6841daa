import { test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  currency,
  currencyTable,
  defineAsset,
  format,
  isoCurrencies,
  money,
  toDecimal,
} from '../../src/money/index.ts'
import { anyRand, thrownBy } from './arbitraries.ts'

const noBreakSpaces = /[\u00a0\u202f]/gu

describe('an amount for people', () => {
  it('is written as their language writes it', () => {
    const price = money(-123456n, 'EUR')

    const written = ['en-IE', 'de-DE', 'fr-FR'].map((locale) =>
      format(price, { locale }).replace(noBreakSpaces, ' ').replace('\u2212', '-'),
    )

    expect(written).toEqual(['-€1,234.56', '-1.234,56 €', '-1 234,56 €'])
  })

  it('shows a symbol, a code or only the number', () => {
    const price = money(123456n, 'USD')

    const written = (['symbol', 'code', 'none'] as const).map((display) =>
      format(price, { locale: 'en-US', display }),
    )

    expect(written.map((text) => text.replace(noBreakSpaces, ' '))).toEqual([
      '$1,234.56',
      'USD 1,234.56',
      '1,234.56',
    ])
  })

  it.each(isoCurrencies.codes)('has the digits of our table for %s, whatever Intl believes', (code) => {
    const written = format({ amount: 1n, currency: code }, { locale: 'en-US', display: 'none' })

    expect(written).toBe(toDecimal({ amount: 1n, currency: code }))
  })

  test.prop([anyRand])('is exact to the last unit, however large', (value) => {
    const written = format(value, { locale: 'en-US', display: 'none' })

    expect(written.replaceAll(',', '')).toBe(toDecimal(value))
  })

  it('shows an asset by its code, where the language puts it', () => {
    const currencies = currencyTable({ assets: [defineAsset({ code: 'X-GOLD-MG', scale: 3 })] })
    const grain = currency('X-GOLD-MG', currencies)('64.799')

    const written = ['en-US', 'de-DE'].map((locale) =>
      format(grain, { locale, currencies }).replace(noBreakSpaces, ' '),
    )

    expect(written).toEqual(['X-GOLD-MG 64.799', '64,799 X-GOLD-MG'])
  })

  it('refuses an asset whose table was not passed', () => {
    const points = { amount: 1n, currency: 'POINTS' }

    expect(thrownBy(() => format(points, { locale: 'en-US' }))).toMatchObject({ code: 'unknown_currency' })
  })
})
