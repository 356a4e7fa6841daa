import { type HoldEventRow, toHoldEvent } from '../../postgres/hold-event-rows.ts'
import { type JournalRow, toJournal } from '../../postgres/rows.ts'
import type { FeedEvent } from '../feed/feed-event.ts'

/** Its place in the feed, and either a journal or a hold event. */
export interface FeedRow {
  readonly place: readonly [batch: number, position: number, bookId: number]
  readonly book: string
  readonly journal: JournalRow | null
  readonly hold_event: HoldEventRow | null
}

export function toFeedEvent({ book, journal, hold_event }: FeedRow): FeedEvent {
  if (journal !== null) return { type: 'journal-posted', book, journal: toJournal(book, journal) }
  if (hold_event !== null) return { type: 'hold-changed', book, event: toHoldEvent(hold_event) }
  throw new Error(`An event of book ${book} is neither a journal nor a hold event.`)
}
