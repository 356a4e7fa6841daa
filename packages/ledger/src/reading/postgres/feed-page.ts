import { holdEventRow } from '../../postgres/hold-event-rows.ts'
import { journalRow } from '../../postgres/rows.ts'
import { readRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { FeedRow } from './feed-rows.ts'
import type { Sight } from './feed-window.ts'

/** A window of the feed: what the second sight saw and the first did not, after the last place that was read of it. */
export interface Window {
  readonly since: Sight
  readonly until: Sight
  readonly last: FeedRow['place']
}

/**
 * Reads on in a window, in the order of its batches. A batch gets its number after its accounts are locked, so for one
 * account this is the order of its versions; across windows it is too, because who waits for a lock commits later and
 * is seen no earlier.
 *
 * Most of a window has higher batches than anything its first sight saw: those are one range of the index of batches,
 * read from the last place on. What has a lower one was written by transactions that were under way at the first sight:
 * the ones that its snapshot names, and those that began too late to be named. They are looked for by transaction. Rows
 * that are on neither side are not looked at, however long some transaction has been open.
 */
export function readFeedPage(
  connection: SqlConnection,
  { since, until, last }: Window,
  book: string | undefined,
  limit: number,
): Promise<FeedRow[]> {
  return readRows<FeedRow>(connection, statement, [
    ...[since.snapshot, since.batch, until.snapshot, until.batch],
    ...[...last, book ?? null, limit],
  ])
}

type Table = 'journal' | 'hold_event'

const columns: Record<Table, string> = {
  journal: 'event.id AS journal_id, NULL::uuid AS account_id, NULL::bigint AS version',
  hold_event: 'NULL::uuid AS journal_id, event.account_id, event.version',
}

const isNext = (
  event: string,
): string => `(${event}.batch, ${event}.position, ${event}.book_id) > ($5::bigint, $6::integer, $7::integer)
        AND pg_visible_in_snapshot(${event}.transaction_id, $3::text::pg_snapshot)
        AND NOT pg_visible_in_snapshot(${event}.transaction_id, $1::text::pg_snapshot)
        AND ($8::text IS NULL OR ${event}.book_id IS NOT DISTINCT FROM (SELECT id FROM ledger.book WHERE code = $8::text))`

const run = (table: Table, source: string): string => `
  (
    SELECT event.batch, event.book_id, event.position, ${columns[table]}
    FROM (${source}
    ) AS event
    ORDER BY event.batch, event.position, event.book_id
    LIMIT $9::integer
  )`

/**
 * In the order of the index, which has no book: with all that share the place of the last, so that the books of one batch
 * can be told apart afterwards. A sort by what the index does not have would make a planner read the whole window for it.
 */
const newer = (table: Table): string =>
  run(
    table,
    `
      SELECT *
      FROM ledger.${table} AS fresh
      WHERE fresh.batch > $2::bigint
        AND fresh.batch <= $4::bigint
        AND (fresh.batch, fresh.position) >= ($5::bigint, $6::integer)
        AND ${isNext('fresh')}
      ORDER BY fresh.batch, fresh.position
      FETCH FIRST ($9::integer) ROWS WITH TIES`,
  )

/** Looked for by transaction alone: OFFSET 0 keeps the planner from going by their batches, of which there may be millions. */
const older = (table: Table, condition: string): string =>
  run(
    table,
    `
      SELECT *
      FROM (
        SELECT *
        FROM ledger.${table} AS late
        WHERE $5::bigint <= $2::bigint
          AND ${condition}
        OFFSET 0
      ) AS late
      WHERE late.batch <= $2::bigint
        AND ${isNext('late')}`,
  )

const wasUnderWay = 'late.transaction_id = ANY (ARRAY(SELECT pg_snapshot_xip($1::text::pg_snapshot)))'

const beganLater = `$2::bigint > 0
          AND late.transaction_id >= pg_snapshot_xmax($1::text::pg_snapshot)
          AND late.transaction_id < pg_snapshot_xmax($3::text::pg_snapshot)`

const tables = ['journal', 'hold_event'] as const
const runs = tables.flatMap((table) => [newer(table), older(table, wasUnderWay), older(table, beganLater)])

const statement = `
SELECT json_build_object(
  'place', json_build_array(place.batch, place.position, place.book_id),
  'book', (SELECT code FROM ledger.book WHERE book.id = place.book_id),
  'journal', (
    SELECT ${journalRow}
    FROM ledger.journal
    WHERE journal.book_id = place.book_id
      AND journal.id = place.journal_id
  ),
  'hold_event', (
    SELECT ${holdEventRow}
    FROM ledger.hold_event AS event
    JOIN ledger.account
      ON account.book_id = event.book_id
     AND account.id = event.account_id
    WHERE event.book_id = place.book_id
      AND event.account_id = place.account_id
      AND event.version = place.version
  )
)::text AS row
FROM (${runs.join('\n  UNION ALL')}
  ORDER BY batch, position, book_id
  LIMIT $9::integer
) AS place
ORDER BY place.batch, place.position, place.book_id`
