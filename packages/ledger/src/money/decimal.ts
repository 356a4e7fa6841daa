import { InvalidInputError } from '../errors/index.ts'
import { type CurrencyTable, isoCurrencies, type KnownCode } from './currency-table.ts'
import type { IsoCode } from './iso-4217.ts'
import { assertBigint, assertWithinLimit, type Money, unchecked } from './money.ts'

const decimalGrammar = /^(?<whole>0|[1-9][0-9]*)(?:\.(?<fraction>[0-9]+))?$/

// More than any table admits: 37 digits, the point and one more. It keeps a hostile megabyte of digits away from the
// pattern and from BigInt, whose cost grows faster than the length.
const longestDecimal = 39

/**
 * Money from a decimal string with exactly the currency's digits: `"12.34"` for the rand, `"1234"` for the yen.
 *
 * Fewer digits are refused although their meaning could be guessed. Amounts also travel as integer strings of minor
 * units, and `"1050"` taken for rand instead of cents is a hundredfold mistake; with every digit required, no string
 * is both a decimal and a count of minor units with another meaning. A sign is refused too: write `negate(...)`.
 *
 * @example
 * ```ts
 * import { fromDecimal } from '@evenkeel/ledger/money'
 *
 * fromDecimal('12.34', 'ZAR') // { amount: 1234n, currency: 'ZAR' }
 * ```
 */
export function fromDecimal<const C extends string, Known extends string = IsoCode>(
  decimal: string,
  code: KnownCode<C, NoInfer<Known>>,
  currencies?: CurrencyTable<Known>,
): Money<C>
export function fromDecimal(decimal: string, code: string, currencies: CurrencyTable = isoCurrencies): Money {
  const scale = currencies.scaleOf(code)
  if (typeof decimal !== 'string') throw notText(decimal)
  const match = decimal.length > longestDecimal ? null : decimalGrammar.exec(decimal)
  const { whole, fraction = '' } = match?.groups ?? {}
  if (whole === undefined || fraction.length !== scale) throw malformed(decimal, code, scale)

  const amount = BigInt(whole + fraction)
  assertWithinLimit(amount, code, currencies)
  return unchecked(amount, code)
}

/**
 * The decimal string of an amount, with every digit of its currency: `"12.34"`, `"0.05"`, `"-7.00"`. For programs and
 * files; `format` is for people. What is not negative is read back by `fromDecimal` as the same money.
 *
 * @example
 * ```ts
 * import { money, toDecimal } from '@evenkeel/ledger/money'
 *
 * toDecimal(money(1234n, 'ZAR')) // '12.34'
 * ```
 */
export function toDecimal(value: Money, currencies: CurrencyTable = isoCurrencies): string {
  const { amount, currency } = value
  const scale = currencies.scaleOf(currency)
  assertBigint(amount)
  const sign = amount < 0n ? '-' : ''
  const digits = String(amount < 0n ? -amount : amount).padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function notText(decimal: unknown): InvalidInputError {
  return new InvalidInputError(
    'invalid_amount',
    `A decimal amount was given as ${decimal === null ? 'null' : typeof decimal}. ` +
      'Pass a decimal string, such as "12.34"; minor units in a bigint go to money().',
  )
}

function malformed(decimal: string, code: string, scale: number): InvalidInputError {
  const digits = scale === 0 ? 'no point' : `exactly ${scale} digits after the point`
  const example = scale === 0 ? '1234' : `1234.${'0'.repeat(scale)}`
  return new InvalidInputError(
    'invalid_amount',
    `${JSON.stringify(decimal.slice(0, longestDecimal))} is no decimal amount of ${code}. ` +
      `Write it in plain digits with ${digits} and no sign, such as "${example}".`,
    { currency: code, scale },
  )
}
