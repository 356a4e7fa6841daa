import type { KnownAccounts } from '../accounts/known-accounts.ts'
import { NotFoundError } from '../errors/index.ts'
import type { JournalId } from '../ids.ts'
import type { Journal } from './journal.ts'

/** The journals of one book that a decision may look at: those the request names. */
export interface KnownJournals extends KnownAccounts {
  journal(id: JournalId): Journal | undefined
  /** The journal that carries this reference. */
  journalOf(reference: string): JournalId | undefined
  /** The journal that reverses this one. */
  reversalOf(id: JournalId): JournalId | undefined
}

export function journalNotFound(book: string, journal: JournalId): NotFoundError {
  return new NotFoundError('journal_not_found', `Book ${book} has no journal ${journal}.`, { book, journal })
}
