import { InvalidInputError } from '../errors/index.ts'
import { assertBigint, type Money, unchecked } from './money.ts'

/** As many parts as one journal has entries. */
const maxParts = 1_000

/** One part for each weight, so that `const [seller, fee] = allocate(...)` needs no check for a missing part. */
export type Parts<C extends string, Weights extends readonly unknown[]> = {
  readonly [Index in keyof Weights]: Money<C>
}

/**
 * Divides an amount in proportion to whole weights. The parts always sum to the amount.
 *
 * Each part begins with its exact share without the fraction; the units then left over go one by one to the parts
 * that lost the largest fractions, the earlier of two equals first. So no part is a whole unit away from its exact
 * share, a weight of zero gets nothing, and a negative amount is divided as its positive twin.
 *
 * @example
 * ```ts
 * import { allocate, currency } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * const [shop, driver, fee] = allocate(zar('10.01'), [70n, 20n, 10n]) // 7.01, 2.00 and 1.00 rand
 * ```
 */
export function allocate<C extends string, const Weights extends readonly bigint[]>(
  value: Money<C>,
  weights: Weights,
): Parts<C, Weights> {
  assertBigint(value.amount)
  const total = totalOf(weights)
  const sign = value.amount < 0n ? -1n : 1n
  const amount = value.amount * sign

  const shares = weights.map((weight, index) => ({
    index,
    units: (amount * weight) / total,
    fraction: (amount * weight) % total,
  }))
  const leftOver = shares.reduce((rest, { units }) => rest - units, amount)
  // The sort is stable, so shares with equal fractions stay in the order of their weights.
  const byFraction = shares.toSorted((a, b) =>
    a.fraction === b.fraction ? 0 : a.fraction > b.fraction ? -1 : 1,
  )
  for (const share of byFraction.slice(0, Number(leftOver))) share.units += 1n

  // `map` keeps the length, which its type does not say.
  return shares.map(({ units }) => unchecked(units * sign, value.currency)) as Parts<C, Weights>
}

/**
 * Divides an amount into equal parts, the first ones a unit larger where it does not come out even.
 *
 * @example
 * ```ts
 * import { allocateEvenly, currency } from '@evenkeel/ledger/money'
 *
 * allocateEvenly(currency('ZAR')('10.00'), 3) // 3.34, 3.33 and 3.33 rand
 * ```
 */
export function allocateEvenly<C extends string>(value: Money<C>, parts: number): readonly Money<C>[] {
  if (!Number.isInteger(parts) || parts < 1 || parts > maxParts) throw wrongCount(parts)
  return allocate(value, new Array<bigint>(parts).fill(1n))
}

function totalOf(weights: readonly bigint[]): bigint {
  if (weights.length < 1 || weights.length > maxParts) throw wrongCount(weights.length)
  let total = 0n
  for (const weight of weights) {
    if (typeof weight !== 'bigint' || weight < 0n) {
      throw new InvalidInputError(
        'invalid_input',
        'A weight must be a bigint of zero or more, such as 70n.',
        {
          weight: String(weight),
        },
      )
    }
    total += weight
  }
  if (total > 0n) return total
  throw new InvalidInputError(
    'invalid_input',
    'At least one weight must be more than zero, or nobody gets the amount.',
  )
}

function wrongCount(parts: number): InvalidInputError {
  return new InvalidInputError('invalid_input', `An amount is divided into 1 to ${maxParts} parts.`, {
    parts,
  })
}
