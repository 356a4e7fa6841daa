import { InvalidInputError } from '../errors/index.ts'
import { assertBigint, type Money, unchecked } from './money.ts'
import { divideRounded, type RoundingMode } from './rounding.ts'

declare const unit: unique symbol

/** A rate in basis points: 250 is 2.5 %. Branded, so that 15 meant as per cent is not taken for 0.15 %. */
export type Bps = number & { readonly [unit]: 'bps' }

/** The basis points of a whole. */
export const wholeBps = 10_000n

/** A hundredfold. A rate beyond it is a mistake in the units. */
const maxBps = 1_000_000

/**
 * A rate of so many basis points, a hundredth of a per cent each.
 *
 * @example
 * ```ts
 * import { bps } from '@evenkeel/ledger/money'
 *
 * bps(1500) // 15 %
 * ```
 */
export function bps(basisPoints: number): Bps {
  if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > maxBps) {
    throw new InvalidInputError(
      'invalid_input',
      `A rate must be a whole number of basis points from 0 to ${maxBps}: 2.5 % is bps(250).`,
      { basisPoints },
    )
  }
  // The line above is what the brand stands for.
  return basisPoints as Bps
}

/**
 * A share of an amount: a fee, a commission, a penalty. It rounds half up unless told otherwise.
 *
 * What remains is the amount less the share, by `subtract`. Two shares that were rounded apart (2.5 % and 97.5 %)
 * need not add up to the amount; to divide all of it between several, use `allocate`.
 *
 * @example
 * ```ts
 * import { bps, currency, percentageOf, subtract } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * const paid = zar('99.90')
 * const fee = percentageOf(paid, bps(250)) // 2.50 rand
 * const payout = subtract(paid, fee) // 97.40 rand
 * ```
 */
export function percentageOf<C extends string>(
  value: Money<C>,
  rate: Bps,
  mode: RoundingMode = 'half-up',
): Money<C> {
  assertBigint(value.amount)
  return unchecked(divideRounded(value.amount * BigInt(bps(rate)), wholeBps, mode), value.currency)
}
