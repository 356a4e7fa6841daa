import { numberOfBook } from '../../postgres/of-account.ts'
import { lookUpRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { EffectivePage, HistoryEntry } from '../history-entry.ts'
import { type HistoryRow, historyRow, journalOfEntry, toHistoryEntry } from './history-row.ts'
import { lastStep } from './last-step.ts'
import { shiftedEntries } from './shifts.ts'

/**
 * Entries by business time. Those whose two times are one are in that order already, along their versions; the shifted
 * ones are in an index of their own. The two runs are merged. The second is read first, because a page that it fills has no
 * room for what was recorded after its end; without that bound, an account that is back-dated as a rule would be
 * walked from end to end for its few entries that are not. What is left of that: entries that were all recorded within the
 * page, such as an import of years, are looked at one by one.
 */
export async function readEffectiveEntries(
  connection: SqlConnection,
  { book, account, period, upTo, after, limit }: EffectivePage,
): Promise<readonly HistoryEntry[]> {
  const rows = await lookUpRows<HistoryRow>(connection, statement, [
    ...[book, account.id, period.from ?? '-infinity', period.to ?? 'infinity', upTo, limit],
    ...[after?.effectiveAt ?? '-infinity', after?.version ?? 0],
  ])
  return rows.map((row) => toHistoryEntry(account, row))
}

const bookId = '(SELECT book.id FROM book)'

/** The last version before a moment, so that a range of versions can be asked for instead of one of times. */
const versionBefore = (moment: string): string => `coalesce((
      SELECT before.version
      FROM (${lastStep((time) => `${time} < ${moment}`, { bookId, accountId: '$2::uuid' })}
      ) AS before
    ), 0)`

const ofPeriod = (
  table: string,
): string => `${table}.effective_at >= greatest($3::timestamptz, $7::timestamptz)
      AND ${table}.effective_at < $4::timestamptz
      AND (${table}.effective_at, ${table}.version) > ($7::timestamptz, $8::bigint)
      AND ${table}.version <= $5::bigint`

/** The moment at which nothing can come into the page any more: its period is over, or shifted entries fill it. */
const endOfPage = `least($4::timestamptz, (
        SELECT max(shifted.effective_at) + interval '1 millisecond'
        FROM shifted
        HAVING count(*) = $6::integer
      ))`

const statement = `
WITH book AS MATERIALIZED (
  SELECT ${numberOfBook} AS id
),
shifted AS MATERIALIZED (${shiftedEntries({ bookId, accountId: '$2::uuid', condition: ofPeriod('shift'), limit: '$6::integer' })}
)
SELECT coalesce(place.row, late.row) AS row
FROM (
  (
    SELECT journal.effective_at, entry.version, ${historyRow}::text AS row
    FROM ledger.entry
    CROSS JOIN LATERAL ${journalOfEntry} AS journal
    WHERE entry.book_id = ${bookId}
      AND entry.account_id = $2::uuid
      AND entry.version > ${versionBefore('greatest($3::timestamptz, $7::timestamptz)')}
      AND entry.version <= least($5::bigint, ${versionBefore(endOfPage)})
      AND journal.effective_at = journal.recorded_at
      AND (journal.effective_at, entry.version) > ($7::timestamptz, $8::bigint)
    ORDER BY entry.version
    LIMIT $6::integer
  )
  UNION ALL
  SELECT shifted.effective_at, shifted.version, NULL
  FROM shifted
  ORDER BY effective_at, version
  LIMIT $6::integer
) AS place
LEFT JOIN LATERAL (
  SELECT ${historyRow}::text AS row
  FROM ledger.entry
  CROSS JOIN LATERAL ${journalOfEntry} AS journal
  WHERE place.row IS NULL
    AND entry.book_id = ${bookId}
    AND entry.account_id = $2::uuid
    AND entry.version BETWEEN place.version AND place.version
  ORDER BY entry.version
  LIMIT 1
) AS late ON true
ORDER BY place.effective_at, place.version`
