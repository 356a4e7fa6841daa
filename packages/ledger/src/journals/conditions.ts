import { type Account, usableOf } from '../accounts/account.ts'
import { InvalidInputError, RejectedError } from '../errors/index.ts'
import type { EntryCondition } from './entry-input.ts'

/**
 * Refuses a bound in another currency: no balance of the account could be compared with it. A bound may be larger than
 * any amount, as a total may.
 */
export function checkBounds({ ifVersion: _, ...bounds }: EntryCondition, { code, currency }: Account): void {
  for (const [name, bound] of Object.entries(bounds)) {
    if (bound === undefined || bound.currency === currency) continue
    throw new InvalidInputError(
      'currency_mismatch',
      `Account ${code} is in ${currency}; ${name} cannot be in ${bound.currency.slice(0, 40)}.`,
      { account: code, currency, condition: name },
    )
  }
}

/**
 * Rejects when a caller's condition on an account does not hold. The version is the one just before the journal; the
 * bounds speak of the account after all of it.
 */
export function checkCondition(condition: EntryCondition, before: Account, after: Account): void {
  const { ifVersion, postedAtLeast, postedAtMost, usableAtLeast, usableAtMost } = condition
  const posted = after.posted
  const usable = usableOf(after)
  const fail = (name: keyof EntryCondition, asked: string, actual: string): never => {
    throw new RejectedError(
      'condition_failed',
      `Account ${after.code} does not meet ${name}: ${asked} was asked, and it is ${actual}.`,
      { account: after.code, condition: name, asked, actual },
    )
  }
  if (ifVersion !== undefined && before.version !== ifVersion) {
    fail('ifVersion', String(ifVersion), String(before.version))
  }
  if (postedAtLeast && posted < postedAtLeast.amount)
    fail('postedAtLeast', `${postedAtLeast.amount}`, `${posted}`)
  if (postedAtMost && posted > postedAtMost.amount)
    fail('postedAtMost', `${postedAtMost.amount}`, `${posted}`)
  if (usableAtLeast && usable < usableAtLeast.amount)
    fail('usableAtLeast', `${usableAtLeast.amount}`, `${usable}`)
  if (usableAtMost && usable > usableAtMost.amount)
    fail('usableAtMost', `${usableAtMost.amount}`, `${usable}`)
}
