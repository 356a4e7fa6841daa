import { type Account, usableOf } from '../accounts/account.ts'
import { checkCurrency } from '../accounts/account-amount.ts'
import { RejectedError } from '../errors/index.ts'
import type { EntryCondition } from './entry-input.ts'

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

/** Refuses bounds that say nothing about this account because they are in another currency. */
export function checkBounds(condition: EntryCondition, account: Account): void {
  const { postedAtLeast, postedAtMost, usableAtLeast, usableAtMost } = condition
  for (const bound of [postedAtLeast, postedAtMost, usableAtLeast, usableAtMost]) {
    if (bound !== undefined) checkCurrency(account, bound)
  }
}
