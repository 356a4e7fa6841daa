import type { Account } from '../accounts/account.ts'
import type { Hold } from '../holds/hold.ts'
import type { HoldId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'

/** What can be read of a book without writing. Each answer is of one moment. */
export interface Reader {
  /** An account as it is stored, its open holds as they are stored, and the instant at which they were read. */
  account(book: string, code: string): Promise<StoredAccount | undefined>
  hold(book: string, id: HoldId): Promise<StoredHold | undefined>
  journal(book: string, id: JournalId): Promise<Journal | undefined>
  /** The journal that reverses this one. */
  reversalOf(book: string, id: JournalId): Promise<Journal | undefined>
}

export interface StoredAccount {
  readonly account: Account
  readonly openHolds: readonly Hold[]
  readonly at: Instant
}

export interface StoredHold {
  readonly hold: Hold
  readonly at: Instant
}
