import type { Pool } from 'pg'

/**
 * Throws when a book of the database does not add up. The same rules as `verify`, as one statement each over all rows: a
 * benchmark leaves millions, too many to be read into a process.
 */
export async function audit(pool: Pool): Promise<void> {
  // Whole tables are joined: what the planner believes of them must be of today, and no LIMIT lead it to loops.
  await pool.query('ANALYZE')
  for (const [rule, statement] of Object.entries(rules)) {
    const { rows } = await pool.query(statement)
    if (rows.length > 0) {
      throw new Error(`The books of the benchmark break a rule: ${rule}. Found ${JSON.stringify(rows[0])}.`)
    }
  }
}

const rules = {
  'each journal has the entries it says, and they balance': `
SELECT journal.id
FROM ledger.journal
LEFT JOIN (
  SELECT entry.journal_id, count(*) AS entries, sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS balance
  FROM ledger.entry
  GROUP BY entry.journal_id
) AS sums ON sums.journal_id = journal.id
WHERE (sums.entries, sums.balance) IS DISTINCT FROM (journal.entry_count::bigint, 0::numeric)`,
  'the posted total and the versions of an account are those of its entries': `
SELECT account.code
FROM ledger.account
LEFT JOIN (
  SELECT
    entry.account_id,
    count(*) AS entries,
    sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS debits
  FROM ledger.entry
  GROUP BY entry.account_id
) AS sums ON sums.account_id = account.id
LEFT JOIN (
  SELECT hold_event.account_id, count(*) AS events
  FROM ledger.hold_event
  GROUP BY hold_event.account_id
) AS steps ON steps.account_id = account.id
WHERE coalesce(sums.debits, 0) <> CASE WHEN account.type IN ('asset', 'expense') THEN account.posted ELSE -account.posted END
   OR coalesce(sums.entries, 0) <> account.entry_count
   OR coalesce(sums.entries, 0) + coalesce(steps.events, 0) <> account.version`,
  'running balances are unbroken': `
SELECT step.account_id, step.version
FROM (
  SELECT
    entry.account_id,
    entry.version,
    entry.posted
      - sum(CASE WHEN (entry.side = 'debit') = (account.type IN ('asset', 'expense')) THEN amount ELSE -amount END)
        OVER (PARTITION BY entry.account_id ORDER BY entry.version) AS off
  FROM ledger.entry
  JOIN ledger.account ON account.id = entry.account_id
) AS step
WHERE step.off <> 0`,
  'held is what open holds still hold': `
SELECT account.code
FROM ledger.account
LEFT JOIN (
  SELECT hold.account_id, sum(hold.amount - hold.captured) AS held
  FROM ledger.hold
  WHERE hold.status = 'open'
  GROUP BY hold.account_id
) AS open ON open.account_id = account.id
WHERE coalesce(open.held, 0) <> account.held`,
  'every journal has its key': `
SELECT journal.id
FROM ledger.journal
LEFT JOIN ledger.key
  ON key.book_id = journal.book_id
 AND key.key = journal.key
WHERE key.journal_id IS DISTINCT FROM journal.id
  AND key.outcome IS NULL`,
  'every key has its outcome': `
SELECT key.key
FROM ledger.key
LEFT JOIN ledger.journal
  ON journal.book_id = key.book_id
 AND journal.id = key.journal_id
WHERE key.outcome IS NULL
  AND journal.id IS NULL`,
  'no account is below its floor': `
SELECT account.code
FROM ledger.account
WHERE account.posted - account.held < account.floor`,
}
