import { numberOfBook } from '../../postgres/of-account.ts'
import { lookUpRows, type SqlConnection, type SqlValue } from '../../postgres/sql-connection.ts'
import type { EntryPage, HistoryEntry } from '../history-entry.ts'
import { type HistoryRow, historyRow, journalOfEntry, toHistoryEntry } from './history-row.ts'

/**
 * A range of the primary key of entries, from one end. Filters are asked of each entry on the way, so a page costs as much
 * as the entries it passes over: what nobody's filter lets through, and what an offset leaves out, is read too. Journals
 * are looked up for the entries of the page; for those that are passed over only where a filter asks about journals, which
 * is most of what a deep offset costs then.
 */
export async function readEntries(
  connection: SqlConnection,
  { book, account, above, upTo, order, filters, offset, limit }: EntryPage,
): Promise<readonly HistoryEntry[]> {
  const { kinds, side, least, most, reference, effective, metadata, text } = filters
  const ofEntries: SqlValue[] = [
    ...[book, account.id, above, upTo, limit, offset],
    ...[side ?? null, textOf(least), textOf(most)],
  ]
  const ofJournals: SqlValue[] = [
    ...[kinds === undefined ? null : JSON.stringify(kinds), reference ?? null],
    ...[effective?.from ?? null, effective?.to ?? null],
    ...[metadata === undefined ? null : JSON.stringify(metadata), text ?? null],
  ]
  const rows = ofJournals.every((value) => value === null)
    ? await lookUpRows<HistoryRow>(connection, statements[order].ofEntries, ofEntries)
    : await lookUpRows<HistoryRow>(connection, statements[order].ofJournals, [...ofEntries, ...ofJournals])
  return rows.map((row) => toHistoryEntry(account, row))
}

const textOf = (amount: bigint | undefined): string | null => (amount === undefined ? null : String(amount))

const range = `
  WHERE entry.book_id = ${numberOfBook}
    AND entry.account_id = $2::uuid
    AND entry.version > $3::bigint
    AND entry.version <= $4::bigint
    AND ($7::text IS NULL OR entry.side = $7::text)
    AND ($8::text IS NULL OR entry.amount >= $8::text::numeric)
    AND ($9::text IS NULL OR entry.amount <= $9::text::numeric)`

const ofEntries = (direction: 'ASC' | 'DESC'): string => `
SELECT ${historyRow}::text AS row
FROM (
  SELECT *
  FROM ledger.entry${range}
  ORDER BY entry.version ${direction}
  LIMIT $5::integer
  OFFSET $6::bigint
) AS entry
CROSS JOIN LATERAL ${journalOfEntry} AS journal
ORDER BY entry.version ${direction}`

const ofJournals = (direction: 'ASC' | 'DESC'): string => `
SELECT ${historyRow}::text AS row
FROM ledger.entry
CROSS JOIN LATERAL ${journalOfEntry} AS journal${range}
    AND ($10::text IS NULL OR journal.kind = ANY (ARRAY(SELECT json_array_elements_text($10::text::json))))
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

const statements = {
  newest: { ofEntries: ofEntries('DESC'), ofJournals: ofJournals('DESC') },
  oldest: { ofEntries: ofEntries('ASC'), ofJournals: ofJournals('ASC') },
}
