import { type Dinero, dinero } from 'dinero.js/bigint'
import { InvalidInputError } from '../errors/index.ts'
import { type CurrencyTable, isoCurrencies } from './currency-table.ts'
import { assertBigint, assertWithinLimit, type Money, unchecked } from './money.ts'

/**
 * Money as a dinero.js object, for a host whose prices live there.
 *
 * @example
 * ```ts
 * import { toDinero } from '@evenkeel/ledger/dinero'
 * import { money } from '@evenkeel/ledger/money'
 * import { toDecimal } from 'dinero.js/bigint'
 *
 * toDecimal(toDinero(money(1050n, 'ZAR'))) // '10.50'
 * ```
 */
export function toDinero<C extends string>(
  value: Money<C>,
  currencies: CurrencyTable = isoCurrencies,
): Dinero<bigint, C> {
  assertBigint(value.amount)
  const exponent = BigInt(currencies.scaleOf(value.currency))
  return dinero({ amount: value.amount, currency: { code: value.currency, base: 10n, exponent } })
}

/**
 * Money from a dinero.js object of the bigint build. An amount that dinero keeps in a finer scale must come out in
 * whole minor units: bring it there first with dinero's `transformScale` and a rounding you chose.
 *
 * @example
 * ```ts
 * import { fromDinero } from '@evenkeel/ledger/dinero'
 * import { dinero, ZAR } from 'dinero.js/bigint'
 *
 * fromDinero(dinero({ amount: 1050n, currency: ZAR })) // { amount: 1050n, currency: 'ZAR' }
 * ```
 */
export function fromDinero<C extends string>(
  value: Dinero<bigint, C>,
  currencies: CurrencyTable = isoCurrencies,
): Money<C> {
  const { amount, currency, scale } = value.toJSON()
  assertBigint(amount)
  // dinero counts the ariary (MGA) and the ouguiya (MRU) in fifths. The same digits mean another amount here.
  if (currency.base !== 10n) {
    throw new InvalidInputError(
      'invalid_amount',
      `That amount of ${currency.code} is not counted in tenths.`,
      {
        currency: currency.code,
      },
    )
  }
  const minorUnits = rescaled(amount, scale, BigInt(currencies.scaleOf(currency.code)))
  if (minorUnits === undefined) {
    throw new InvalidInputError(
      'invalid_amount',
      `That amount of ${currency.code} has a fraction of a minor unit. Round it first, with transformScale.`,
      { currency: currency.code },
    )
  }
  assertWithinLimit(minorUnits, currency.code, currencies)
  return unchecked(minorUnits, currency.code)
}

function rescaled(amount: bigint, from: bigint, to: bigint): bigint | undefined {
  if (from <= to) return amount * 10n ** (to - from)
  const divisor = 10n ** (from - to)
  return amount % divisor === 0n ? amount / divisor : undefined
}
