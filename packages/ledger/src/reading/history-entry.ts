import type { Side } from '../accounts/account.ts'
import type { Balance } from '../accounts/balance.ts'
import type { Metadata } from '../books/fields.ts'
import type { AccountId, HoldId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Money } from '../money/money.ts'
import type { Period } from './readings.ts'

/** One entry of an account, with the journal it belongs to and what the account held right after it. */
export interface HistoryEntry {
  readonly side: Side
  readonly amount: Money
  /** By how much it changed what the account has posted: positive on the account's normal side. */
  readonly change: Money
  readonly after: Balance
  readonly journal: JournalHeading
}

/** A journal without its entries. */
export interface JournalHeading {
  readonly id: JournalId
  readonly key: string
  readonly kind: string
  readonly description: string | null
  readonly reference: string | null
  readonly effectiveAt: Instant
  readonly recordedAt: Instant
  readonly metadata: Metadata
  readonly reverses: JournalId | null
  readonly captures: HoldId | null
}

/** What entries must be like. All that is given must hold. */
export interface EntryFilters {
  readonly kinds?: readonly string[] | undefined
  readonly side?: Side | undefined
  readonly least?: bigint | undefined
  readonly most?: bigint | undefined
  readonly reference?: string | undefined
  readonly effective?: Period | undefined
  /** The journal's metadata has all of this in it. */
  readonly metadata?: Metadata | undefined
  /** Stands in the description or the reference, whatever the case of its letters. */
  readonly text?: string | undefined
}

/** A run of entries of one account in the order of its versions. */
export interface EntryPage {
  readonly book: string
  readonly account: AccountFacts
  /** Versions above the first and up to the second. */
  readonly above: number
  readonly upTo: number
  readonly order: 'oldest' | 'newest'
  readonly filters: EntryFilters
  readonly offset: number
  readonly limit: number
}

/** A run of entries of one account in the order of their business times. */
export interface EffectivePage {
  readonly book: string
  readonly account: AccountFacts
  readonly period: Period
  /** The last version that counts. */
  readonly upTo: number
  /** Only what comes after this entry. */
  readonly after?: { readonly effectiveAt: Instant; readonly version: number } | undefined
  readonly limit: number
}

/** What never changes about an account and is needed to find and to read its entries. */
export interface AccountFacts {
  readonly id: AccountId
  readonly code: string
  readonly currency: string
  readonly normalSide: Side
}
