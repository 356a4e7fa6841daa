import { InvalidInputError } from '../errors/index.ts'
import { type CurrencyTable, isoCurrencies, type KnownCode } from './currency-table.ts'
import type { IsoCode } from './iso-4217.ts'

/**
 * An amount of one currency, in its minor units. Plain frozen data: it can be logged, compared and sent to a worker.
 *
 * With a literal currency the compiler refuses to mix two; with `Money<string>` the check happens at run time.
 */
export interface Money<C extends string = string> {
  readonly amount: bigint
  readonly currency: C
}

/**
 * Money from minor units.
 *
 * @example
 * ```ts
 * import { money } from '@evenkeel/ledger/money'
 *
 * money(1234n, 'ZAR') // 12.34 rand
 * money(1234n, 'JPY') // 1234 yen, which has no smaller part
 * ```
 */
export function money<const C extends string, Known extends string = IsoCode>(
  amount: bigint,
  code: KnownCode<C, NoInfer<Known>>,
  currencies?: CurrencyTable<Known>,
): Money<C>
export function money(amount: bigint, code: string, currencies: CurrencyTable = isoCurrencies): Money {
  currencies.scaleOf(code)
  assertWithinLimit(amount, code, currencies)
  return unchecked(amount, code)
}

/** Builds money whose currency is known to be good: an operand's, or one that a table has just confirmed. */
export function unchecked<C extends string>(amount: bigint, currency: C): Money<C> {
  return Object.freeze({ amount, currency })
}

/** Refuses what a caller without types may pass as an amount: a number has already lost cents before we see it. */
export function assertBigint(amount: unknown): asserts amount is bigint {
  if (typeof amount === 'bigint') return
  throw new InvalidInputError(
    'invalid_amount',
    `An amount was given as ${amount === null ? 'null' : typeof amount}. ` +
      'Pass a bigint of minor units or a decimal string.',
  )
}

/** Refuses an amount beyond the table's limit. Parsing and posting ask this too; arithmetic in between need not. */
export function assertWithinLimit(amount: bigint, code: string, currencies: CurrencyTable): void {
  assertBigint(amount)
  const { maxAmount } = currencies
  if (amount <= maxAmount && amount >= -maxAmount) return
  throw new InvalidInputError(
    'invalid_amount',
    `An amount of ${code} cannot be beyond ${maxAmount} minor units on either side of zero.`,
    { currency: code, maxAmount: String(maxAmount) },
  )
}

/** Refuses two different currencies. Every function of two amounts begins with it. */
export function assertSameCurrency(first: Money, second: Money): void {
  assertBigint(first.amount)
  assertBigint(second.amount)
  if (first.currency === second.currency) return
  throw new InvalidInputError(
    'currency_mismatch',
    `${first.currency} and ${second.currency} cannot be combined. Convert one of them first, at a stated rate.`,
    { currencies: [first.currency, second.currency] },
  )
}
