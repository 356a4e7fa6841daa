import type { AccountType, Side } from '../accounts/account.ts'
import type { Metadata } from '../books/fields.ts'
import type { Instant } from '../instant.ts'

// What an export is made of, as it is stored: amounts are text of minor units, and nothing is corrected on the way. An
// export of a book that is wrong must show that it is wrong.

/** A currency with its digits. Two rows for one currency would be a book that does not verify. */
export interface ExportedCurrency {
  readonly currency: string
  readonly scale: number
}

export interface ExportedAccount extends ExportedCurrency {
  readonly code: string
  readonly type: AccountType
  readonly status: string
  readonly opened_at: Instant
  /** What it had posted where the period begins and where it ends, positive on its normal side. */
  readonly opening: string
  readonly closing: string
}

export interface ExportedJournal {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly description: string | null
  readonly reference: string | null
  readonly effective_at: Instant
  readonly recorded_at: Instant
  readonly metadata: Metadata
  readonly reverses: string | null
  readonly captures: string | null
  readonly batch: string
  readonly position: number
  readonly entries: readonly ExportedEntry[]
}

export interface ExportedEntry extends ExportedCurrency {
  readonly line: number
  readonly account: string
  readonly type: AccountType
  readonly side: Side
  readonly amount: string
  /** What the account had posted and held after it, and its version. */
  readonly posted: string
  readonly held: string
  readonly version: string
}

/** What an account had posted at the end of a day on which something was posted to it. */
export interface DayEnd extends ExportedCurrency {
  readonly code: string
  readonly type: AccountType
  readonly day: string
  readonly posted: string
}
