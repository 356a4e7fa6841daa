import type { Pool } from 'pg'
import { utc } from '../src/postgres/rows.ts'

export interface Past {
  /** Between any two accounts, or between one that is in every journal, `account:1`, and the others by turns. */
  readonly layout: 'spread' | 'hot'
  readonly journals: number
  /** How many accounts take part: `account:1` and those after it. */
  readonly accounts: number
}

/**
 * Gives a book of `setUpOurs` a past, with all that posts leave behind: journals of one cent, a second apart, each
 * thousandth back-dated by an hour. What is in a row follows from the number of its journal, so nothing is sorted and two
 * connections can fill different tables at once. Rows come in the order of time, through indexes that are in use, so those
 * look as years of posts would have left them. Triggers are off: that it adds up is for the audit to say.
 */
export async function fillPast(pool: Pool, { layout, journals, accounts }: Past): Promise<void> {
  const values = [journals, accounts, new Date(Date.now() - journals * 1_000)]
  const write = async (...statements: readonly string[]): Promise<void> => {
    const client = await pool.connect()
    try {
      await client.query("BEGIN; SET LOCAL session_replication_role = 'replica'")
      for (const statement of statements) await client.query(past(layout) + statement, values)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }
  await Promise.all([write(insertEntries, insertKeys), write(insertJournals, insertStandings)])
  await write(insertShiftedEntries, updateAccounts)
  await pool.query("SELECT setval('ledger.batch_sequence', max(batch)) FROM ledger.journal")
  await pool.query('VACUUM ANALYZE')
}

// Sides of the n-th journal: the number of the account, the version it comes to and what it has then.
const sides: Record<Past['layout'], string> = {
  hot: `
    SELECT
      1 AS debit,
      n AS debit_version,
      n AS debit_posted,
      2 + (n - 1) % ($2::integer - 1) AS credit,
      1 + (n - 1) / ($2::integer - 1) AS credit_version,
      -1 - (n - 1) / ($2::integer - 1) AS credit_posted`,
  // In each round each account pays once and is paid once, by another one in another round: the second undoes the first.
  spread: `
    SELECT
      1 + turn AS debit,
      2 * round + CASE WHEN turn < paid THEN 1 ELSE 2 END AS debit_version,
      CASE WHEN turn < paid THEN 1 ELSE 0 END AS debit_posted,
      1 + pays AS credit,
      2 * round + CASE WHEN turn < pays THEN 1 ELSE 2 END AS credit_version,
      CASE WHEN turn < pays THEN -1 ELSE 0 END AS credit_posted
    FROM (VALUES ((n - 1) % $2::integer, (n - 1) / $2::integer)) AS place (turn, round)
    CROSS JOIN LATERAL (VALUES (1 + round % ($2::integer - 1))) AS distance (apart)
    CROSS JOIN LATERAL (
      VALUES ((turn + apart) % $2::integer, (turn - apart + $2::integer) % $2::integer)
    ) AS other_turn (pays, paid)`,
}

const past = (layout: Past['layout']): string => `
WITH main AS MATERIALIZED (
  SELECT id AS book_id
  FROM ledger.book
  WHERE code = 'main'
),
posted AS NOT MATERIALIZED (
  SELECT
    n,
    main.book_id,
    (lpad(to_hex((extract(epoch FROM recorded_at) * 1000)::bigint), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid AS id,
    'transfer:past-' || lpad(n::text, 9, '0') AS key,
    moment.recorded_at,
    recorded_at - CASE WHEN n % 1000 = 0 THEN interval '1 hour' ELSE interval '0' END AS effective_at,
    side.*
  FROM generate_series(1, $1::integer) AS n
  CROSS JOIN main
  CROSS JOIN LATERAL (VALUES ($3::timestamptz + n * interval '1 second')) AS moment (recorded_at)
  CROSS JOIN LATERAL (${sides[layout]}
  ) AS side
),
line AS NOT MATERIALIZED (
  SELECT posted.*, entry.*, account.id AS account_id
  FROM posted
  CROSS JOIN LATERAL (
    VALUES (1, 'debit', debit, debit_version, debit_posted), (2, 'credit', credit, credit_version, credit_posted)
  ) AS entry (line, side, number, version, after)
  JOIN ledger.account
    ON account.book_id = posted.book_id
   AND account.code = 'account:' || entry.number
)`

const insertEntries = `
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT book_id, account_id, version, id, line, side, 1, after, 0
FROM line`

const insertKeys = `
INSERT INTO ledger.key (book_id, key, request, journal_id)
SELECT
  book_id,
  key,
  format(
    '{"description":"A transfer",%s"entries":['
      || '{"account":"account:%s","amount":{"amount":"1","currency":"ZAR"},"side":"debit"},'
      || '{"account":"account:%s","amount":{"amount":"1","currency":"ZAR"},"side":"credit"}'
      || '],"kind":"transfer","metadata":{"channel":"web","order":42},"type":"post-journal","v":1}',
    CASE WHEN effective_at <> recorded_at THEN format('"effectiveAt":"%s",', ${utc('effective_at')}) END,
    debit,
    credit
  ),
  id
FROM posted`

const insertJournals = `
INSERT INTO ledger.journal (
  book_id, id, key, kind, description, metadata, effective_at, recorded_at, entry_count, batch, position
)
SELECT
  book_id, id, key, 'transfer', 'A transfer', '{"order": 42, "channel": "web"}', effective_at, recorded_at, 2, 100 + n, 0
FROM posted`

const insertStandings = `
INSERT INTO ledger.standing (book_id, account_id, recorded_at, version, posted, held)
SELECT book_id, account_id, recorded_at, version, after, 0
FROM line
WHERE version % 8 = 0`

/** An hour is a span of 11: no longer than 4^11 milliseconds, and longer than 4^10. */
const insertShiftedEntries = `
INSERT INTO ledger.shifted_entry (book_id, account_id, span, effective_at, version, recorded_at, posted_by)
SELECT book_id, account_id, 11, effective_at, version, recorded_at, CASE side WHEN 'debit' THEN 1 ELSE -1 END
FROM line
WHERE effective_at <> recorded_at`

const updateAccounts = `
UPDATE ledger.account
SET
  posted = stood.posted,
  version = stood.version,
  entry_count = stood.version,
  changed_at = stood.recorded_at
FROM ledger.account AS filled
CROSS JOIN LATERAL (
  SELECT entry.posted, entry.version, journal.recorded_at
  FROM ledger.entry
  JOIN ledger.journal
    ON journal.book_id = entry.book_id
   AND journal.id = entry.journal_id
  WHERE entry.book_id = filled.book_id
    AND entry.account_id = filled.id
  ORDER BY entry.version DESC
  LIMIT 1
) AS stood
WHERE account.book_id = filled.book_id
  AND account.id = filled.id`
