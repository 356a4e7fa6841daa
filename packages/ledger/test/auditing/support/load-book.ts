import type { Pool } from 'pg'

const journalsAtOnce = 10_000
const customers = 1_000

/**
 * Fills a book quickly and truly: journals of two entries from one account that is in all of them to a thousand
 * customers, each with the key that tells of it. Every statement writes ten thousand of them with the triggers on, so
 * PostgreSQL itself has refused whatever would be wrong.
 */
export async function loadBook(pool: Pool, book: string, journals: number): Promise<void> {
  await pool.query('INSERT INTO ledger.book (code) VALUES ($1)', [book])
  await pool.query(openAccounts, [book, customers])
  for (let first = 1; first <= journals; first += journalsAtOnce) {
    await pool.query(postMany, [book, customers, first, Math.min(first + journalsAtOnce - 1, journals)])
  }
  await pool.query('ANALYZE ledger.account, ledger.journal, ledger.entry, ledger.key')
}

const id = (kind: string, number: string): string =>
  `('01900000-${kind}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`

const openAccounts = `
INSERT INTO ledger.account (book_id, id, code, type, currency, scale, floor, opened_at, changed_at)
SELECT
  book.id, ${id('aaaa', 'number')},
  CASE number WHEN 0 THEN 'cash' ELSE 'customer:' || number END,
  CASE number WHEN 0 THEN 'asset' ELSE 'liability' END,
  'ZAR', 2, CASE number WHEN 0 THEN NULL ELSE 0 END, '2026-01-01Z', '2026-01-01Z'
FROM ledger.book
CROSS JOIN generate_series(0, $2::integer) AS number
WHERE book.code = $1::text`

const postMany = `
WITH posted AS (
  SELECT
    book.id AS book_id,
    book.code AS book,
    number,
    ${id('bbbb', 'number')} AS id,
    (number - 1) % $2::integer + 1 AS customer,
    (number - 1) / $2::integer + 1 AS turn,
    '2026-01-01Z'::timestamptz + $4::integer * interval '1 second' AS at,
    to_char('2026-01-01'::timestamp + $4::integer * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') AS at_text
  FROM ledger.book
  CROSS JOIN generate_series($3::integer, $4::integer) AS number
  WHERE book.code = $1::text
),
totals AS (
  UPDATE ledger.account
  SET
    posted = account.posted + 100 * change.entries,
    version = account.version + change.entries,
    entry_count = account.entry_count + change.entries,
    changed_at = change.at
  FROM (
    SELECT posted.book_id, ${id('aaaa', 'posted.customer')} AS id, count(*) AS entries, max(posted.at) AS at
    FROM posted
    GROUP BY 1, 2
    UNION ALL
    SELECT posted.book_id, ${id('aaaa', '0')}, count(*), max(posted.at)
    FROM posted
    GROUP BY 1
  ) AS change
  WHERE account.book_id = change.book_id
    AND account.id = change.id
),
journals AS (
  INSERT INTO ledger.journal (book_id, id, key, kind, effective_at, recorded_at, entry_count, batch, position)
  SELECT book_id, id, 'post:' || number, 'deposit', at, at, 2, number, 0
  FROM posted
),
keys AS (
  INSERT INTO ledger.key (book_id, key, request, outcome)
  SELECT
    book_id,
    'post:' || number,
    '{"kind":"deposit","number":' || number || ',"type":"post-journal","v":1}',
    format(
      '{"result":{"journal":{"id":"%s","book":"%s","key":"post:%s","kind":"deposit","description":null,"reference":null,'
        || '"effectiveAt":"%s","recordedAt":"%s","metadata":{},"reverses":null,"captures":null,"entries":['
        || '{"account":"cash","side":"debit","amount":{"amount":"100","currency":"ZAR"},"after":%s},'
        || '{"account":"customer:%s","side":"credit","amount":{"amount":"100","currency":"ZAR"},"after":%s}'
        || ']},"balances":[%s,%s]}}',
      id, book, number, at_text, at_text, cash.balance, customer, customers.balance, cash.balance, customers.balance
    )
  FROM posted
  CROSS JOIN LATERAL (SELECT ${told("'cash'", 'number')} AS balance) AS cash
  CROSS JOIN LATERAL (SELECT ${told("'customer:' || customer", 'turn')} AS balance) AS customers
)
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT book_id, ${id('aaaa', '0')}, number, id, 1, 'debit', 100, 100 * number, 0
FROM posted
UNION ALL
SELECT book_id, ${id('aaaa', 'customer')}, turn, id, 2, 'credit', 100, 100 * turn, 0
FROM posted`

function told(account: string, version: string): string {
  return `format(
    '{"account":"%s","posted":{"amount":"%s","currency":"ZAR"},"held":{"amount":"0","currency":"ZAR"},'
      || '"usable":{"amount":"%s","currency":"ZAR"},"version":%s}',
    ${account}, 100 * ${version}, 100 * ${version}, ${version}
  )`
}
