import { journalHeading, utc } from '../postgres/rows.ts'
import { readRows, type SqlConnection, type SqlValue } from '../postgres/sql-connection.ts'
import type { DayEnd, ExportedAccount, ExportedCurrency, ExportedJournal } from './records.ts'

/** Which rows an export is made of. */
export interface Scope {
  readonly bookId: number
  readonly from: string | null
  readonly to: string | null
}

const rowsAtOnce = 500

export function readCurrencies(connection: SqlConnection, scope: Scope): AsyncGenerator<ExportedCurrency> {
  return stream(connection, currencies, scope)
}

export function readAccounts(connection: SqlConnection, scope: Scope): AsyncGenerator<ExportedAccount> {
  return stream(connection, accounts, scope)
}

/** In the order in which they were recorded, which on every account is the order of its versions. */
export function readJournals(connection: SqlConnection, scope: Scope): AsyncGenerator<ExportedJournal> {
  return stream(connection, journals, scope)
}

export function readDayEnds(connection: SqlConnection, scope: Scope): AsyncGenerator<DayEnd> {
  return stream(connection, dayEnds, scope)
}

/** What the rows add up to, asked of PostgreSQL apart from the rows. */
export async function readSums(connection: SqlConnection, scope: Scope): Promise<Sums> {
  const [sums] = await readRows<Sums>(connection, addUp, valuesOf(scope))
  if (sums === undefined) throw new Error('A statement without FROM answers with one row.')
  return sums
}

export interface Sums {
  readonly journals: number
  readonly entries: number
  readonly lastBatch: string | null
  readonly totals: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[]
}

/** Fetches a few rows at a time, so that a book of any size passes through little memory. */
async function* stream<Row>(connection: SqlConnection, statement: string, scope: Scope): AsyncGenerator<Row> {
  await connection.query(`DECLARE export NO SCROLL CURSOR FOR ${statement}`, valuesOf(scope))
  try {
    for (;;) {
      const rows = await readRows<Row>(connection, `FETCH ${rowsAtOnce} FROM export`, [])
      yield* rows
      if (rows.length < rowsAtOnce) return
    }
  } finally {
    await connection.query('CLOSE export', [])
  }
}

function valuesOf({ bookId, from, to }: Scope): readonly SqlValue[] {
  return [bookId, from, to]
}

const currencies = `
SELECT json_build_object('currency', account.currency, 'scale', account.scale)::text AS row
FROM ledger.account
WHERE account.book_id = $1::integer
  AND ($2::text || $3::text) IS DISTINCT FROM ''
GROUP BY account.currency, account.scale
ORDER BY account.currency, account.scale`

/** The balance stored with the last entry of an account before a moment. */
const postedBefore = (moment: string): string => `(
    SELECT entry.posted
    FROM ledger.entry
    JOIN ledger.journal
      ON journal.book_id = entry.book_id
     AND journal.id = entry.journal_id
    WHERE entry.book_id = account.book_id
      AND entry.account_id = account.id
      AND journal.recorded_at < ${moment}
    ORDER BY entry.version DESC
    LIMIT 1
  )`

const accounts = `
SELECT json_build_object(
  'code', account.code,
  'type', account.type,
  'currency', account.currency,
  'scale', account.scale,
  'status', account.status,
  'opened_at', ${utc('account.opened_at')},
  'opening', coalesce(CASE WHEN $2::text IS NOT NULL THEN ${postedBefore('$2::text::timestamptz')} END, 0)::text,
  'closing', CASE WHEN $3::text IS NULL THEN account.posted ELSE coalesce(${postedBefore('$3::text::timestamptz')}, 0) END::text
)::text AS row
FROM ledger.account
WHERE account.book_id = $1::integer
ORDER BY account.code`

const inPeriod = `journal.book_id = $1::integer
  AND ($2::text IS NULL OR journal.recorded_at >= $2::text::timestamptz)
  AND ($3::text IS NULL OR journal.recorded_at < $3::text::timestamptz)`

const journals = `
SELECT json_build_object(
  ${journalHeading},
  'batch', journal.batch::text,
  'position', journal.position,
  'entries', coalesce(
    (
      SELECT json_agg(
        json_build_object(
          'line', entry.line,
          'account', coalesce(account.code, entry.account_id::text),
          'type', coalesce(account.type, 'asset'),
          'currency', coalesce(account.currency, 'XXX'),
          'scale', coalesce(account.scale, 0),
          'side', entry.side,
          'amount', entry.amount::text,
          'posted', entry.posted::text,
          'held', entry.held::text,
          'version', entry.version::text
        )
        ORDER BY entry.line
      )
      FROM ledger.entry
      LEFT JOIN ledger.account
        ON account.book_id = entry.book_id
       AND account.id = entry.account_id
      WHERE entry.journal_id = journal.id
        AND entry.book_id = journal.book_id
    ),
    '[]'
  )
)::text AS row
FROM ledger.journal
WHERE ${inPeriod}
ORDER BY journal.recorded_at, journal.batch, journal.position`

const dayEnds = `
SELECT json_build_object(
  'code', account.code,
  'type', account.type,
  'currency', account.currency,
  'scale', account.scale,
  'day', step.day,
  'posted', step.posted::text
)::text AS row
FROM (
  SELECT DISTINCT ON (entry.account_id, day.day)
    entry.book_id,
    entry.account_id,
    day.day,
    entry.posted
  FROM ledger.journal
  JOIN ledger.entry
    ON entry.journal_id = journal.id
   AND entry.book_id = journal.book_id
  CROSS JOIN LATERAL (SELECT to_char(journal.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day) AS day
  WHERE ${inPeriod}
  ORDER BY entry.account_id, day.day, entry.version DESC
) AS step
JOIN ledger.account
  ON account.book_id = step.book_id
 AND account.id = step.account_id
ORDER BY step.day, account.code`

const addUp = `
WITH total AS (
  SELECT
    coalesce(account.currency, 'XXX') AS currency,
    count(*) AS entries,
    coalesce(sum(entry.amount) FILTER (WHERE entry.side = 'debit'), 0) AS debit,
    coalesce(sum(entry.amount) FILTER (WHERE entry.side = 'credit'), 0) AS credit
  FROM ledger.journal
  JOIN ledger.entry
    ON entry.journal_id = journal.id
   AND entry.book_id = journal.book_id
  LEFT JOIN ledger.account
    ON account.book_id = entry.book_id
   AND account.id = entry.account_id
  WHERE ${inPeriod}
  GROUP BY 1
)
SELECT json_build_object(
  'journals', (SELECT count(*) FROM ledger.journal WHERE ${inPeriod}),
  'entries', (SELECT coalesce(sum(total.entries), 0) FROM total),
  'lastBatch', (SELECT max(journal.batch)::text FROM ledger.journal WHERE ${inPeriod}),
  'totals', (
    SELECT coalesce(
      json_agg(
        json_build_object('currency', total.currency, 'debit', total.debit::text, 'credit', total.credit::text)
        ORDER BY total.currency
      ),
      '[]'
    )
    FROM total
  )
)::text AS row`
