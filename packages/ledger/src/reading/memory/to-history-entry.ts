import type { Side } from '../../accounts/account.ts'
import type { Entry, Journal } from '../../journals/journal.ts'
import { unchecked } from '../../money/money.ts'
import type { HistoryEntry } from '../history-entry.ts'

export function toHistoryEntry(
  { entries, book, ...journal }: Journal,
  entry: Entry,
  normalSide: Side,
): HistoryEntry {
  const { side, amount, after } = entry
  const change = side === normalSide ? amount.amount : -amount.amount
  return { side, amount, change: unchecked(change, amount.currency), after, journal }
}
