import type { Account, Side } from '../accounts/account.ts'
import type { Balance } from '../accounts/balance.ts'
import type { HoldEventType } from '../holds/hold.ts'
import type { Instant } from '../instant.ts'
import type { Money } from '../money/money.ts'
import type { BookContents } from './book-contents.ts'

/** One step of an account's version: an entry of a journal, or a hold event. */
export type AccountStep = {
  /** For a finding: `entry 0 of journal 0192...`. */
  readonly name: string
  readonly account: string
  readonly amount: Money
  readonly at: Instant
  readonly after: Balance
} & ({ readonly side: Side } | { readonly event: HoldEventType })

/** All that happened to each account, in the order of its versions. */
export function stepsByAccount({ journals, holdEvents }: BookContents): ReadonlyMap<string, AccountStep[]> {
  const steps: AccountStep[] = [
    ...journals.flatMap(({ id, recordedAt, entries }) =>
      entries.map((entry, index) => ({ ...entry, name: `entry ${index} of journal ${id}`, at: recordedAt })),
    ),
    ...holdEvents.map(({ type, hold, account, amount, at, after }) => ({
      ...{ name: `event ${type} of hold ${hold}`, event: type },
      ...{ account, amount, at, after },
    })),
  ]
  return Map.groupBy(
    steps.sort((a, b) => a.after.version - b.after.version),
    ({ account }) => account,
  )
}

/** Every account that has steps must be there; those without steps are as good as any. */
export function accountsByCode({ accounts }: BookContents): ReadonlyMap<string, Account> {
  return new Map(accounts.map((account) => [account.code, account]))
}
