import type { HoldEvent, HoldEventType } from '../../holds/hold.ts'
import type { HoldId, JournalId } from '../../ids.ts'
import { toInstant } from '../../instant.ts'
import { type Money, unchecked } from '../../money/money.ts'
import { type JournalRow, toJournal, utc } from '../../postgres/rows.ts'
import type { FeedEvent } from '../feed/feed-event.ts'

/** Its place in the feed, and either a journal or a hold event. */
export interface FeedRow {
  readonly place: readonly [batch: number, position: number, bookId: number]
  readonly book: string
  readonly journal: JournalRow | null
  readonly hold_event: HoldEventRow | null
}

export interface HoldEventRow {
  readonly type: HoldEventType
  readonly hold: HoldId
  readonly account: string
  readonly currency: string
  readonly amount: string
  readonly recorded_at: string
  readonly journal: JournalId | null
  readonly posted: string
  readonly held: string
  readonly version: number
}

export const holdEventRow = `json_build_object(
      'type', event.type,
      'hold', event.hold_id,
      'account', account.code,
      'currency', account.currency,
      'amount', event.amount::text,
      'recorded_at', ${utc('event.recorded_at')},
      'journal', event.journal_id,
      'posted', event.posted::text,
      'held', event.held::text,
      'version', event.version
    )`

export function toFeedEvent({ book, journal, hold_event }: FeedRow): FeedEvent {
  if (journal !== null) return { type: 'journal-posted', book, journal: toJournal(book, journal) }
  if (hold_event !== null) return { type: 'hold-changed', book, event: toHoldEvent(hold_event) }
  throw new Error(`An event of book ${book} is neither a journal nor a hold event.`)
}

function toHoldEvent(row: HoldEventRow): HoldEvent {
  const { type, hold, account, currency, journal, version } = row
  const inCurrency = (minor: bigint): Money => unchecked(minor, currency)
  const [posted, held] = [BigInt(row.posted), BigInt(row.held)]
  return {
    ...{ type, hold, account, journal },
    amount: inCurrency(BigInt(row.amount)),
    at: toInstant(row.recorded_at),
    after: {
      account,
      ...{ posted: inCurrency(posted), held: inCurrency(held), usable: inCurrency(posted - held), version },
    },
  }
}
