import { InvalidInputError } from './errors/index.ts'
import { type UuidSources, uuidV7Generator } from './uuid-v7.ts'

declare const idKind: unique symbol

/** A UUIDv7 that says what it names, so that a hold's id is never passed where an account's is meant. */
export type Id<Kind extends string> = string & { readonly [idKind]: Kind }

/** The id of a book. */
export type BookId = Id<'book'>
/** The id of an account. Its code is what people use; the id is what other tables refer to. */
export type AccountId = Id<'account'>
/** The id of a journal, which a reversal names. */
export type JournalId = Id<'journal'>
/** The id of an entry. */
export type EntryId = Id<'entry'>
/** The id of a hold, which captures, voids and extensions name. */
export type HoldId = Id<'hold'>

/** Makes new ids. Each is greater than every id made before it by the same object, whatever its kind. */
export interface Ids {
  book(): BookId
  account(): AccountId
  journal(): JournalId
  entry(): EntryId
  hold(): HoldId
}

/**
 * Ids from a clock and a source of randomness. One process needs one; order is promised within it, not between two.
 *
 * @example
 * ```ts
 * import { createIds, systemClock, systemRandom } from '@evenkeel/ledger'
 *
 * const ids = createIds({ clock: systemClock, random: systemRandom })
 * ids.journal()
 * ```
 */
export function createIds(sources: UuidSources): Ids {
  const next = uuidV7Generator(sources)
  // A fresh UUID names nothing yet; the method that hands it out decides what it will name.
  const kind = <Kind extends string>(): (() => Id<Kind>) => next as () => Id<Kind>
  return Object.freeze({
    book: kind<'book'>(),
    account: kind<'account'>(),
    journal: kind<'journal'>(),
    entry: kind<'entry'>(),
    hold: kind<'hold'>(),
  })
}

// Lower case only, as PostgreSQL and this package write it: ids are compared as text, so each has one spelling.
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Reads a book's id from outside, and refuses whatever this package could not have made. */
export const parseBookId: (value: unknown) => BookId = parser('book')
/** Reads an account's id from outside. */
export const parseAccountId: (value: unknown) => AccountId = parser('account')
/** Reads a journal's id from outside. */
export const parseJournalId: (value: unknown) => JournalId = parser('journal')
/** Reads an entry's id from outside. */
export const parseEntryId: (value: unknown) => EntryId = parser('entry')
/** Reads a hold's id from outside. */
export const parseHoldId: (value: unknown) => HoldId = parser('hold')

function parser<Kind extends string>(kind: Kind): (value: unknown) => Id<Kind> {
  return (value) => {
    // The pattern is the proof; which kind of thing the id names is what the caller asked for.
    if (typeof value === 'string' && uuidV7.test(value)) return value as Id<Kind>
    throw new InvalidInputError(
      'invalid_input',
      `That is no ${kind} id. Pass the lower-case UUIDv7 it was given.`,
      {
        value: typeof value === 'string' ? value.slice(0, 40) : typeof value,
      },
    )
  }
}
