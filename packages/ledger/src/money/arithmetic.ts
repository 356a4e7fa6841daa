import { assertBigint, assertSameCurrency, type Money, unchecked } from './money.ts'

// None of these checks the currency table's limit: a bigint cannot overflow, and a total over many accounts may
// honestly exceed what one of them may hold. The limit is checked where amounts enter and where they are posted.

/**
 * The sum of two amounts of one currency. Another currency does not compile, and is refused with `currency_mismatch`
 * where the compiler could not know.
 *
 * @example
 * ```ts
 * import { add, currency } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * add(zar('1.50'), zar('0.25')) // 1.75 rand
 * ```
 */
export function add<C extends string>(first: Money<C>, second: Money<NoInfer<C>>): Money<C> {
  assertSameCurrency(first, second)
  return unchecked(first.amount + second.amount, first.currency)
}

/**
 * The first amount less the second.
 *
 * @example
 * ```ts
 * import { currency, subtract } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * subtract(zar('1.50'), zar('2.00')) // -0.50 rand
 * ```
 */
export function subtract<C extends string>(first: Money<C>, second: Money<NoInfer<C>>): Money<C> {
  assertSameCurrency(first, second)
  return unchecked(first.amount - second.amount, first.currency)
}

/**
 * The same amount on the other side of zero.
 *
 * @example
 * ```ts
 * import { money, negate } from '@evenkeel/ledger/money'
 *
 * negate(money(150n, 'ZAR')) // -1.50 rand
 * ```
 */
export function negate<C extends string>(value: Money<C>): Money<C> {
  assertBigint(value.amount)
  return unchecked(-value.amount, value.currency)
}

/**
 * The distance from zero.
 *
 * @example
 * ```ts
 * import { abs, money } from '@evenkeel/ledger/money'
 *
 * abs(money(-150n, 'ZAR')) // 1.50 rand
 * ```
 */
export function abs<C extends string>(value: Money<C>): Money<C> {
  assertBigint(value.amount)
  return unchecked(value.amount < 0n ? -value.amount : value.amount, value.currency)
}

/**
 * The total of a list. It starts from a given amount, usually `zar.zero`, because an empty list has no currency.
 *
 * @example
 * ```ts
 * import { currency, sum } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * sum(zar.zero, [zar('1.50'), zar('0.25')]) // 1.75 rand
 * ```
 */
export function sum<C extends string>(start: Money<C>, values: Iterable<Money<NoInfer<C>>>): Money<C> {
  assertBigint(start.amount)
  let total = start.amount
  for (const value of values) {
    assertSameCurrency(start, value)
    total += value.amount
  }
  return unchecked(total, start.currency)
}
