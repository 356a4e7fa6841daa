import type { Account } from '../accounts/account.ts'
import type { RememberedKey } from '../engine/store.ts'
import type { Hold, HoldEvent } from '../holds/hold.ts'
import type { Journal } from '../journals/journal.ts'

/**
 * Everything one book holds, as data and as it is stored: a hold that has expired is still open here until somebody
 * has written its end. Whatever keeps books can be read like this, so they can be compared and their rules checked.
 */
export interface BookContents {
  readonly book: string
  /** By code. */
  readonly accounts: readonly Account[]
  /** By id. */
  readonly journals: readonly KeptJournal[]
  /** By id. */
  readonly holds: readonly Hold[]
  /** By account, then by the version they made. */
  readonly holdEvents: readonly HoldEvent[]
  /** By key. */
  readonly keys: readonly KeptKey[]
}

/** A journal as it is kept, with the number of entries it was written with. */
export interface KeptJournal extends Journal {
  /** How many entries it was written with, as it says itself: one that went missing since does not change this. */
  readonly entryCount: number
}

/** A key as it is kept, with its request and its outcome as text. */
export interface KeptKey extends RememberedKey {
  readonly key: string
}

/** The contents in their order, whatever the order in which they were found. */
export function sortContents({
  book,
  accounts,
  journals,
  holds,
  holdEvents,
  keys,
}: BookContents): BookContents {
  return {
    book,
    accounts: accounts.toSorted((a, b) => compareText(a.code, b.code)),
    journals: journals.toSorted((a, b) => compareText(a.id, b.id)),
    holds: holds.toSorted((a, b) => compareText(a.id, b.id)),
    holdEvents: holdEvents.toSorted(
      (a, b) => compareText(a.account, b.account) || a.after.version - b.after.version,
    ),
    keys: keys.toSorted((a, b) => compareText(a.key, b.key)),
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
