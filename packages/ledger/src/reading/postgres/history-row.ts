import type { Side } from '../../accounts/account.ts'
import { toInstant } from '../../instant.ts'
import { unchecked } from '../../money/money.ts'
import { type JournalHeadingRow, journalHeading, toBalance } from '../../postgres/rows.ts'
import type { AccountFacts, HistoryEntry } from '../history-entry.ts'

/** An entry and its journal as JSON. */
export const historyRow = `json_build_object(
    'side', entry.side,
    'amount', entry.amount::text,
    'posted', entry.posted::text,
    'held', entry.held::text,
    'version', entry.version,
    ${journalHeading}
  )`

/** The journal of an entry, looked up by itself; `claim-and-lock.ts` tells why rows are looked up like this, and `of-account.ts` why in order. */
export const journalOfEntry = `(
    SELECT header.*
    FROM ledger.journal AS header
    WHERE header.book_id = entry.book_id
      AND header.id BETWEEN entry.journal_id AND entry.journal_id
    ORDER BY header.id
    LIMIT 1
  )`

export interface HistoryRow extends JournalHeadingRow {
  readonly side: Side
  readonly amount: string
  readonly posted: string
  readonly held: string
  readonly version: number
}

export function toHistoryEntry({ code, currency, normalSide }: AccountFacts, row: HistoryRow): HistoryEntry {
  const { side, id, key, kind, description, reference, metadata, reverses, captures } = row
  const minor = BigInt(row.amount)
  return {
    side,
    amount: unchecked(minor, currency),
    change: unchecked(side === normalSide ? minor : -minor, currency),
    after: toBalance({ ...row, account: code, currency }),
    journal: {
      ...{ id, key, kind, description, reference, metadata, reverses, captures },
      effectiveAt: toInstant(row.effective_at),
      recordedAt: toInstant(row.recorded_at),
    },
  }
}
