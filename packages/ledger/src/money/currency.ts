import { type CurrencyTable, isoCurrencies, type KnownCode } from './currency-table.ts'
import { fromDecimal } from './decimal.ts'
import type { IsoCode } from './iso-4217.ts'
import { type Money, money, unchecked } from './money.ts'

/** Makes money of one currency: called with a decimal string, or through `minor` with minor units. */
export interface Currency<C extends string = string> {
  /** `zar('100.00')`. The decimal string has exactly the currency's digits and no sign. */
  (decimal: string): Money<C>
  /** `zar.minor(10000n)`. */
  minor(amount: bigint): Money<C>
  readonly zero: Money<C>
  readonly code: C
  readonly scale: number
}

/**
 * The maker of one currency's money.
 *
 * @example
 * ```ts
 * import { add, currency } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * add(zar('100.00'), zar.minor(50n)) // { amount: 10050n, currency: 'ZAR' }
 * ```
 */
export function currency<const C extends string, Known extends string = IsoCode>(
  code: KnownCode<C, NoInfer<Known>>,
  currencies?: CurrencyTable<Known>,
): Currency<C>
export function currency(code: string, currencies: CurrencyTable = isoCurrencies): Currency {
  const scale = currencies.scaleOf(code)
  const make = (decimal: string): Money => fromDecimal(decimal, code, currencies)
  const minor = (amount: bigint): Money => money(amount, code, currencies)
  return Object.freeze(Object.assign(make, { code, scale, minor, zero: unchecked(0n, code) }))
}
