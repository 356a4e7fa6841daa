import type { Pool } from 'pg'

/**
 * Fills a book by plain SQL: `size` customers with one entry and one hold each, and one account, hot, that is the other
 * side of all of them, a second apart; each thousandth journal is back-dated by an hour. The totals are true, and so is
 * what triggers would have derived. Triggers are off, because a million rows of test data need no proof of
 * their own, and so is autovacuum, because the tests say what the planner knows and when.
 */
export async function fillBook(pool: Pool, book: string, size: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; SET LOCAL session_replication_role = 'replica'`)
    await client.query(
      'INSERT INTO ledger.book (code) SELECT format($1, n) FROM generate_series(1, 10000) AS n',
      ['filler-%s'],
    )
    for (const statement of statements) await client.query(statement.replaceAll('$book', book), [size])
    await client.query("SELECT setval('ledger.batch_sequence', $1)", [size])
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

export async function stopAutovacuum(pool: Pool): Promise<void> {
  for (const table of [
    'book',
    'account',
    'journal',
    'entry',
    'hold',
    'hold_event',
    'key',
    'standing',
    'shifted_entry',
  ]) {
    await pool.query(`ALTER TABLE ledger.${table} SET (autovacuum_enabled = false)`)
  }
}

const id = (kind: string): string => `('01900000-${kind}-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
const recordedAt = "now() - ($1::integer - n) * interval '1 second'"
const bookId = "(SELECT id FROM ledger.book WHERE code = '$book')"
const hotId = "'01900000-0000-7000-8000-000000000000'::uuid"

const statements = [
  `
INSERT INTO ledger.account (book_id, id, code, type, currency, scale, floor, posted, held, version, entry_count, opened_at, changed_at)
SELECT ${bookId}, ${id('aaaa')}, 'customer:' || n, 'liability', 'ZAR', 2, 0, 100, 10, 2, 1, now() - interval '1 month', ${recordedAt}
FROM generate_series(1, $1::integer) AS n`,
  `
INSERT INTO ledger.account (book_id, id, code, type, currency, scale, posted, version, entry_count, opened_at, changed_at)
SELECT ${bookId}, ${hotId}, 'hot', 'asset', 'ZAR', 2, 100 * $1::integer, $1::integer, $1::integer, now() - interval '1 month', now()`,
  `
INSERT INTO ledger.journal (book_id, id, key, kind, reference, effective_at, recorded_at, entry_count, batch, position)
SELECT ${bookId}, ${id('bbbb')}, 'fill:' || n, 'fill', 'fill:' || n,
  ${recordedAt} - CASE WHEN n % 1000 = 0 THEN interval '1 hour' ELSE interval '0' END, ${recordedAt}, 2, n, 0
FROM generate_series(1, $1::integer) AS n`,
  `
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT ${bookId}, ${hotId}, n, ${id('bbbb')}, 1, 'debit', 100, 100 * n, 0
FROM generate_series(1, $1::integer) AS n`,
  `
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT ${bookId}, ${id('aaaa')}, 1, ${id('bbbb')}, 2, 'credit', 100, 100, 0
FROM generate_series(1, $1::integer) AS n`,
  `
INSERT INTO ledger.hold (book_id, id, account_id, key, kind, amount, placed_at, expires_at)
SELECT ${bookId}, ${id('cccc')}, ${id('aaaa')}, 'hold:' || n, 'hold', 10, now(),
  CASE WHEN n % 2 = 0 THEN now() - interval '1 second' END
FROM generate_series(1, $1::integer) AS n`,
  `
INSERT INTO ledger.hold_event (
  book_id, account_id, version, hold_id, type, amount, posted, held, recorded_at, batch, position
)
SELECT ${bookId}, ${id('aaaa')}, 2, ${id('cccc')}, 'placed', 10, 100, 10, ${recordedAt}, n, 1
FROM generate_series(1, $1::integer) AS n`,
  `
INSERT INTO ledger.standing (book_id, account_id, recorded_at, version, posted, held)
SELECT ${bookId}, ${hotId}, ${recordedAt}, n, 100 * n, 0
FROM generate_series(8, $1::integer, 8) AS n`,
  `
INSERT INTO ledger.shifted_entry (book_id, account_id, span, effective_at, version, recorded_at, posted_by)
SELECT ${bookId}, account_id, 11, ${recordedAt} - interval '1 hour', version, ${recordedAt}, 100
FROM generate_series(1000, $1::integer, 1000) AS n
CROSS JOIN LATERAL (VALUES (${hotId}, n), (${id('aaaa')}, 1)) AS line (account_id, version)`,
  `
INSERT INTO ledger.key (book_id, key, request, outcome)
SELECT ${bookId}, kind || n, '{}', '{}'
FROM generate_series(1, $1::integer) AS n
CROSS JOIN (VALUES ('fill:'), ('hold:')) AS kinds (kind)`,
]
