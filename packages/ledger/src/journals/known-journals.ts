import type { KnownAccounts } from '../accounts/known-accounts.ts'
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
