import type { Side } from '../accounts/account.ts'
import type { Balance } from '../accounts/balance.ts'
import type { Metadata } from '../books/fields.ts'
import type { HoldId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Money } from '../money/money.ts'

/** One line of a journal, with what the account held right after it. */
export interface Entry {
  readonly account: string
  readonly side: Side
  readonly amount: Money
  readonly after: Balance
}

/** One balanced, immutable record of one business event. */
export interface Journal {
  readonly id: JournalId
  readonly book: string
  readonly key: string
  readonly kind: string
  readonly description: string | null
  /** Unique in the book for ever: the second fence behind the key. */
  readonly reference: string | null
  /** When it happened in business; may lie in the past. */
  readonly effectiveAt: Instant
  /** When it was recorded. Within an account never earlier than the journal before it. */
  readonly recordedAt: Instant
  readonly metadata: Metadata
  /** The journal this one mirrors. */
  readonly reverses: JournalId | null
  /** The hold this one was captured from. */
  readonly captures: HoldId | null
  readonly entries: readonly Entry[]
}

/** What each account holds after a journal: it stands in its last entry. In the order in which entries first name them. */
export function balancesAfter(entries: readonly Entry[]): Balance[] {
  const balances = new Map<string, Balance>()
  for (const { account, after } of entries) balances.set(account, after)
  return [...balances.values()]
}
