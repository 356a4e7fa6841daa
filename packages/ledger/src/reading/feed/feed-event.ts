import type { HoldEvent } from '../../holds/hold.ts'
import type { Journal } from '../../journals/journal.ts'
import type { Cursor } from '../cursor.ts'

/** Something that happened in a book. Each comes once, and those of one account in the order of its versions. */
export type FeedEvent =
  | { readonly type: 'journal-posted'; readonly book: string; readonly journal: Journal }
  | { readonly type: 'hold-changed'; readonly book: string; readonly event: HoldEvent }

/** A page of the feed, and where the next begins. */
export interface FeedPage {
  readonly events: readonly FeedEvent[]
  /** Where to go on, also when there was nothing. Keep it in the transaction in which the events were dealt with. */
  readonly cursor: Cursor
  /** More is there already. */
  readonly hasMore: boolean
}
