import type { Arbitrary } from 'fast-check'
import type { Currency } from '../../money/currency.ts'
import type { Money } from '../../money/money.ts'
import type { FastCheck } from './fast-check.ts'

/**
 * Any positive amount of a currency, up to a most. It shrinks to one minor unit, and small amounts come more often than
 * chance would have it: that is where rounding goes wrong.
 *
 * @example
 * ```ts
 * import { currency } from '@evenkeel/ledger'
 * import { amounts } from '@evenkeel/ledger/testing'
 * import fc from 'fast-check'
 *
 * const zar = currency('ZAR')
 * fc.assert(fc.property(amounts(fc, zar, { most: zar('50.00') }), (price) => price.amount <= 5_000n))
 * ```
 */
export function amounts<C extends string>(
  fc: FastCheck,
  currency: Currency<C>,
  { most = currency.minor(100_000n) }: { readonly most?: Money<C> } = {},
): Arbitrary<Money<C>> {
  return fc.bigInt({ min: 1n, max: most.amount }).map((amount) => currency.minor(amount))
}
