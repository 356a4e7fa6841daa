import { type CurrencyTable, isoCurrencies } from './currency-table.ts'
import { toDecimal } from './decimal.ts'
import type { Money } from './money.ts'

/** Whose language an amount is written in, and how its currency is shown. */
export interface FormatOptions {
  /** A BCP 47 tag, such as `en-ZA`. */
  readonly locale: string
  /** `R 12,34`, `ZAR 12,34` or just the number. The symbol is the default; an asset always shows its code. */
  readonly display?: 'symbol' | 'code' | 'none'
  readonly currencies?: CurrencyTable
}

/**
 * An amount for people to read, as their language writes it. Never read it back: for programs there is `toDecimal`.
 *
 * The digits come from the currency table, not from `Intl`, and the exact decimal string goes in, not a number, so an
 * amount of any size is shown to the last unit.
 *
 * @example
 * ```ts
 * import { format, money } from '@evenkeel/ledger/money'
 *
 * format(money(123456n, 'EUR'), { locale: 'de-DE' }) // '1.234,56 €', with a no-break space
 * ```
 */
export function format(value: Money, options: FormatOptions): string {
  const { locale, display = 'symbol', currencies = isoCurrencies } = options
  const scale = currencies.scaleOf(value.currency)
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale }
  // An exact decimal string is a numeric literal, which its type cannot say.
  const decimal = toDecimal(value, currencies) as `${number}`
  if (display === 'none') return new Intl.NumberFormat(locale, digits).format(decimal)

  // Intl accepts three letters only. An asset is laid out as the code for no currency, which is then replaced, so that
  // its own code stands where the language puts one.
  const isAsset = value.currency.length !== 3
  const parts = new Intl.NumberFormat(locale, {
    ...digits,
    style: 'currency',
    currency: isAsset ? 'XXX' : value.currency,
    currencyDisplay: isAsset ? 'code' : display,
  }).formatToParts(decimal)
  return parts.map((part) => (isAsset && part.type === 'currency' ? value.currency : part.value)).join('')
}
