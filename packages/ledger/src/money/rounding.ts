import { InvalidInputError } from '../errors/index.ts'
import { assertBigint } from './money.ts'

/**
 * What becomes of a fraction of a minor unit. Every mode treats both sides of zero alike, so a refund of a fee is
 * exactly the fee with the other sign.
 *
 * | mode        | to                                          |  2.4 |  2.5 |  3.5 | -2.5 | -2.6 |
 * | ----------- | ------------------------------------------- | ---- | ---- | ---- | ---- | ---- |
 * | `half-up`   | the nearest; a tie goes away from zero      |    2 |    3 |    4 |   -3 |   -3 |
 * | `half-even` | the nearest; a tie goes to the even number  |    2 |    2 |    4 |   -2 |   -3 |
 * | `down`      | towards zero                                |    2 |    2 |    3 |   -2 |   -2 |
 * | `up`        | away from zero                              |    3 |    3 |    4 |   -3 |   -3 |
 */
export type RoundingMode = 'half-even' | 'half-up' | 'down' | 'up'

/**
 * An exact fraction, rounded to a whole number.
 *
 * @example
 * ```ts
 * import { divideRounded } from '@evenkeel/ledger/money'
 *
 * divideRounded(5n, 2n, 'half-even') // 2n
 * divideRounded(-5n, 2n, 'half-up') // -3n
 * ```
 */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  assertBigint(numerator)
  assertBigint(denominator)
  if (denominator <= 0n) {
    throw new InvalidInputError('invalid_input', 'A denominator must be greater than zero.', {
      denominator: String(denominator),
    })
  }

  const towardsZero = numerator / denominator
  const rest = numerator % denominator
  if (rest === 0n) return towardsZero
  const awayFromZero = towardsZero + (numerator < 0n ? -1n : 1n)
  const twice = rest < 0n ? -2n * rest : 2n * rest

  switch (mode) {
    case 'down':
      return towardsZero
    case 'up':
      return awayFromZero
    case 'half-up':
      return twice >= denominator ? awayFromZero : towardsZero
    case 'half-even':
      if (twice === denominator) return towardsZero % 2n === 0n ? towardsZero : awayFromZero
      return twice > denominator ? awayFromZero : towardsZero
    default:
      throw unknownMode(mode)
  }
}

function unknownMode(mode: never): InvalidInputError {
  return new InvalidInputError(
    'invalid_input',
    `${JSON.stringify(mode)} is no rounding mode. Use half-up, half-even, down or up.`,
  )
}
