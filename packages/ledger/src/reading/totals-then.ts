import type { Account } from '../accounts/account.ts'
import { expireHolds } from '../holds/expire-holds.ts'
import type { Hold } from '../holds/hold.ts'
import type { Instant } from '../instant.ts'
import type { Totals } from './readings.ts'

/** What is written of an account as of a recorded time, and what had expired by then. */
export interface WrittenThen {
  /** The account as it is now. */
  readonly account: Account
  /** What the last batch until then left. */
  readonly totals: Totals
  /** What the account came to by the holds that had expired by then and were written down later. */
  readonly afterExpiries: Totals | undefined
  /** Holds that had expired by then and are not written down to this day. */
  readonly unwritten: readonly Hold[]
}

/** What an account was at a moment to whoever asked: a hold that has expired counts from that instant on, written or not. */
export function totalsThen({ account, totals, afterExpiries, unwritten }: WrittenThen, at: Instant): Totals {
  const then = { ...account, ...(afterExpiries ?? totals) }
  return expireHolds(then, unwritten, at).at(-1)?.account ?? then
}
