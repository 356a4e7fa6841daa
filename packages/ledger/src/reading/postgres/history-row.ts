import type { Side } from '../../accounts/account.ts'
import type { Metadata } from '../../books/fields.ts'
import type { HoldId, JournalId } from '../../ids.ts'
import { toInstant } from '../../instant.ts'
import { unchecked } from '../../money/money.ts'
import { toBalance, utc } from '../../postgres/rows.ts'
import type { AccountFacts, HistoryEntry } from '../history-entry.ts'

/** An entry and its journal as JSON. */
export const historyRow = `json_build_object(
    'side', entry.side,
    'amount', entry.amount::text,
    'posted', entry.posted::text,
    'held', entry.held::text,
    'version', entry.version,
    'id', journal.id,
    'key', journal.key,
    'kind', journal.kind,
    'description', journal.description,
    'reference', journal.reference,
    'effective_at', ${utc('journal.effective_at')},
    'recorded_at', ${utc('journal.recorded_at')},
    'metadata', journal.metadata,
    'reverses', journal.reverses,
    'captures', journal.captures
  )`

/** The journal of an entry, looked up by itself; `claim-and-lock.ts` tells why rows are looked up like this. */
export const journalOfEntry = `(
    SELECT header.*
    FROM ledger.journal AS header
    WHERE header.book_id = entry.book_id
      AND header.id = entry.journal_id
    LIMIT 1
  )`

export interface HistoryRow {
  readonly side: Side
  readonly amount: string
  readonly posted: string
  readonly held: string
  readonly version: number
  readonly id: JournalId
  readonly key: string
  readonly kind: string
  readonly description: string | null
  readonly reference: string | null
  readonly effective_at: string
  readonly recorded_at: string
  readonly metadata: Metadata
  readonly reverses: JournalId | null
  readonly captures: HoldId | null
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
