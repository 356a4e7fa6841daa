import { readRows, type SqlConnection, type SqlValue } from '../../postgres/sql-connection.ts'
import type { EntryPage, HistoryEntry } from '../history-entry.ts'
import { type HistoryRow, historyRow, journalOfEntry, toHistoryEntry } from './history-row.ts'

/**
 * A range of the primary key of entries, from one end. Filters are asked of each entry on the way, and its journal is
 * looked up for it, so a page costs as much as the entries it passes over: what nobody's filter lets through is read too.
 */
export async function readEntries(
  connection: SqlConnection,
  { book, account, above, upTo, order, filters, offset, limit }: EntryPage,
): Promise<readonly HistoryEntry[]> {
  const { kinds, side, least, most, reference, effective, metadata, text } = filters
  const values: SqlValue[] = [
    ...[book, account.id, above, upTo, limit, offset],
    kinds === undefined ? null : JSON.stringify(kinds),
    ...[side ?? null, textOf(least), textOf(most), reference ?? null],
    ...[effective?.from ?? null, effective?.to ?? null],
    metadata === undefined ? null : JSON.stringify(metadata),
    text ?? null,
  ]
  const rows = await readRows<HistoryRow>(connection, order === 'oldest' ? oldestFirst : newestFirst, values)
  return rows.map((row) => toHistoryEntry(account, row))
}

const textOf = (amount: bigint | undefined): string | null => (amount === undefined ? null : String(amount))

const statement = (direction: 'ASC' | 'DESC'): string => `
SELECT ${historyRow}::text AS row
FROM ledger.entry
CROSS JOIN LATERAL ${journalOfEntry} AS journal
WHERE entry.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
  AND entry.account_id = $2::uuid
  AND entry.version > $3::bigint
  AND entry.version <= $4::bigint
  AND ($7::text IS NULL OR journal.kind = ANY (ARRAY(SELECT json_array_elements_text($7::text::json))))
  AND ($8::text IS NULL OR entry.side = $8::text)
  AND ($9::text IS NULL OR entry.amount >= $9::text::numeric)
  AND ($10::text IS NULL OR entry.amount <= $10::text::numeric)
  AND ($11::text IS NULL OR journal.reference = $11::text)
  AND ($12::text IS NULL OR journal.effective_at >= $12::text::timestamptz)
  AND ($13::text IS NULL OR journal.effective_at < $13::text::timestamptz)
  AND ($14::text IS NULL OR journal.metadata @> $14::text::jsonb)
  AND (
    $15::text IS NULL
    OR strpos(lower(journal.description), lower($15::text)) > 0
    OR strpos(lower(journal.reference COLLATE "default"), lower($15::text)) > 0
  )
ORDER BY entry.version ${direction}
LIMIT $5::integer
OFFSET $6::bigint`

const oldestFirst = statement('ASC')
const newestFirst = statement('DESC')
