/** A journal that is right in every way, of more entries than one may have: 10.00 from cash to alice, a cent at a time. */
export const crowdedJournal = `
WITH totals AS (
  UPDATE ledger.account
  SET
    posted = posted + 1000,
    version = version + CASE code WHEN 'alice' THEN 1000 ELSE 1 END,
    entry_count = entry_count + CASE code WHEN 'alice' THEN 1000 ELSE 1 END
  WHERE code IN ('alice', 'cash')
),
journals AS (
  INSERT INTO ledger.journal (book_id, id, key, kind, effective_at, recorded_at, entry_count, batch, position)
  VALUES (1, '01900000-0000-7000-8000-000000000001', 'crowded', 'gift', now(), now(), 1001, 1, 0)
)
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, side, line, amount, posted, held)
SELECT 1, id, version + n, '01900000-0000-7000-8000-000000000001'::uuid, 'credit', n, 1, posted + n, held
FROM ledger.account
CROSS JOIN generate_series(1, 1000) AS n
WHERE code = 'alice'
UNION ALL
SELECT 1, id, version + 1, '01900000-0000-7000-8000-000000000001'::uuid, 'debit', 1001, 1000, posted + 1000, held
FROM ledger.account
WHERE code = 'cash'`

/** A journal that balances in rands and in dollars, and before it nothing is wrong; then one that says it has an entry more. */
export const shortBehindTwoCurrencies = `
WITH totals AS (
  UPDATE ledger.account
  SET
    posted = posted + CASE code WHEN 'dollars' THEN 0 ELSE 100 END,
    version = version + CASE code WHEN 'dollars' THEN 4 ELSE 1 END,
    entry_count = entry_count + CASE code WHEN 'dollars' THEN 4 ELSE 1 END
  WHERE code IN ('alice', 'cash', 'dollars')
),
journals AS (
  INSERT INTO ledger.journal (book_id, id, key, kind, effective_at, recorded_at, entry_count, batch, position)
  VALUES
    (1, '01900000-0000-7000-8000-000000000001', 'both', 'gift', now(), now(), 4, 1, 0),
    (1, '01900000-0000-7000-8000-000000000002', 'short', 'gift', now(), now(), 3, 1, 1)
)
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, side, line, amount, posted, held)
SELECT 1, id, version + step, ('01900000-0000-7000-8000-00000000000' || journal)::uuid, side, line, amount, posted + adds, held
FROM (
  VALUES
    ('cash', 1, 1, 'debit', 1, 100, 100),
    ('alice', 1, 1, 'credit', 2, 100, 100),
    ('dollars', 1, 1, 'debit', 3, 5, 5),
    ('dollars', 2, 1, 'credit', 4, 5, 0),
    ('dollars', 3, 2, 'debit', 1, 5, 5),
    ('dollars', 4, 2, 'credit', 2, 5, 0)
) AS line (code, step, journal, side, line, amount, adds)
JOIN ledger.account USING (code)
WHERE account.book_id = 1`
