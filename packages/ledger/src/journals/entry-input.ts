import { z } from 'zod'
import type { Side } from '../accounts/account.ts'
import type { CurrencyOf } from '../accounts/account-ref.ts'
import { accountCodeField } from '../books/fields.ts'
import { moneyField, positiveMoneyField } from '../books/money-field.ts'
import type { Money } from '../money/money.ts'

/** What must be true of the account for the journal to be posted. The first that is not rejects it. */
export interface EntryCondition {
  /** The account's version just before this journal, as the caller last saw it. */
  readonly ifVersion?: number | undefined
  /** Bounds on what the account holds after the whole journal. */
  readonly postedAtLeast?: Money | undefined
  readonly postedAtMost?: Money | undefined
  readonly usableAtLeast?: Money | undefined
  readonly usableAtMost?: Money | undefined
}

/** One entry of a journal to post. Made by {@link debit} and {@link credit}. */
export interface EntryInput<Code extends string = string> {
  readonly account: Code
  readonly side: Side
  readonly amount: Money
  readonly condition?: EntryCondition | undefined
}

/**
 * A debit entry: makes an asset or expense grow, a liability, equity or income shrink.
 *
 * @example
 * ```ts
 * import { currency, debit } from '@evenkeel/ledger'
 *
 * const zar = currency('ZAR')
 * debit('gateway:revio:balance:ZAR', zar('100.00'))
 * ```
 */
export function debit<Code extends string>(
  account: Code,
  amount: Money<CurrencyOf<Code>>,
  condition?: EntryCondition,
): EntryInput<Code> {
  return entry('debit', account, amount, condition)
}

/** A credit entry: makes a liability, equity or income grow, an asset or expense shrink. See {@link debit}. */
export function credit<Code extends string>(
  account: Code,
  amount: Money<CurrencyOf<Code>>,
  condition?: EntryCondition,
): EntryInput<Code> {
  return entry('credit', account, amount, condition)
}

function entry<Code extends string>(
  side: Side,
  account: Code,
  amount: Money,
  condition: EntryCondition | undefined,
): EntryInput<Code> {
  return condition === undefined ? { account, side, amount } : { account, side, amount, condition }
}

export const entryConditionInput = z.strictObject({
  ifVersion: z.int().nonnegative().optional(),
  postedAtLeast: moneyField.optional(),
  postedAtMost: moneyField.optional(),
  usableAtLeast: moneyField.optional(),
  usableAtMost: moneyField.optional(),
})

export const entryInput = z.strictObject({
  account: accountCodeField,
  side: z.enum(['debit', 'credit']),
  amount: positiveMoneyField,
  // A condition that asks for nothing is none, and is read as none.
  condition: entryConditionInput.transform((asked) => (asksNothing(asked) ? undefined : asked)).optional(),
})

function asksNothing(condition: EntryCondition): boolean {
  return Object.values(condition).every((bound) => bound === undefined)
}
