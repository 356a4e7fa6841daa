import { assertBigint, assertSameCurrency, type Money } from './money.ts'

/**
 * -1, 0 or 1 as the first amount is less than, equal to or greater than the second. Two currencies have no order and
 * are refused.
 *
 * @example
 * ```ts
 * import { compare, currency } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * const cheapestFirst = [zar('2.00'), zar('1.00')].toSorted((a, b) => compare(a, b))
 * ```
 */
export function compare<C extends string>(first: Money<C>, second: Money<NoInfer<C>>): -1 | 0 | 1 {
  assertSameCurrency(first, second)
  if (first.amount === second.amount) return 0
  return first.amount < second.amount ? -1 : 1
}

/**
 * Whether two amounts of one currency are the same. Comparing two currencies is refused rather than answered with
 * false, since it is nearly always a mistake.
 *
 * @example
 * ```ts
 * import { equals, money } from '@evenkeel/ledger/money'
 *
 * equals(money(150n, 'ZAR'), money(150n, 'ZAR')) // true
 * ```
 */
export function equals<C extends string>(first: Money<C>, second: Money<NoInfer<C>>): boolean {
  return compare(first, second) === 0
}

/**
 * The lesser of two amounts.
 *
 * @example
 * ```ts
 * import { currency, min } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * min(zar('2.00'), zar('1.00')) // 1.00 rand
 * ```
 */
export function min<C extends string>(first: Money<C>, second: Money<NoInfer<C>>): Money<C> {
  return compare(first, second) <= 0 ? first : second
}

/**
 * The greater of two amounts.
 *
 * @example
 * ```ts
 * import { currency, max } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * max(zar('2.00'), zar('1.00')) // 2.00 rand
 * ```
 */
export function max<C extends string>(first: Money<C>, second: Money<NoInfer<C>>): Money<C> {
  return compare(first, second) >= 0 ? first : second
}

/**
 * Whether nothing is there.
 *
 * @example
 * ```ts
 * import { currency, isZero } from '@evenkeel/ledger/money'
 *
 * isZero(currency('ZAR').zero) // true
 * ```
 */
export function isZero(value: Money): boolean {
  assertBigint(value.amount)
  return value.amount === 0n
}

/**
 * Whether the amount is more than zero.
 *
 * @example
 * ```ts
 * import { isPositive, money } from '@evenkeel/ledger/money'
 *
 * isPositive(money(1n, 'ZAR')) // true
 * ```
 */
export function isPositive(value: Money): boolean {
  assertBigint(value.amount)
  return value.amount > 0n
}
