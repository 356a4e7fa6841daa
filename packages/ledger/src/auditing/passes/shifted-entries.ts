import { utc } from '../../postgres/rows.ts'
import { countOf, type Pass, walk } from '../pass.ts'

/** Every shifted entry against the entry that it repeats, from which balances as of a business time are read: I11. */
export const shiftedEntries: Pass = {
  name: 'shifted entries',
  rows: 'shifted entries',
  key: [
    ['book_id', 'integer'],
    ['account_id', 'uuid'],
    ['span', 'smallint'],
    ['effective_at', 'timestamptz'],
    ['version', 'bigint'],
  ],
  start: ['-2147483648', '00000000-0000-0000-0000-000000000000', '-1', '-infinity', '-9223372036854775808'],
  slice: (bounds) =>
    walk('shifted_entry', ['book_id', 'account_id', 'span', 'effective_at', 'version'], bounds),
  findings: `
  SELECT fact.*
  FROM slice AS shifted
  LEFT JOIN LATERAL (
    SELECT
      journal.effective_at,
      journal.recorded_at,
      CASE WHEN (entry.side = 'debit') = (account.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END AS posted_by
    FROM ledger.entry
    JOIN ledger.journal
      ON journal.book_id = entry.book_id
     AND journal.id = entry.journal_id
    JOIN ledger.account
      ON account.book_id = entry.book_id
     AND account.id = entry.account_id
    WHERE entry.book_id = shifted.book_id
      AND entry.account_id = shifted.account_id
      AND entry.version = shifted.version
    LIMIT 1
  ) AS entry ON true
  CROSS JOIN LATERAL (
    SELECT 'of the shifted entry of account ' || shifted.account_id || ' at version ' || shifted.version AS name
  ) AS which
  CROSS JOIN LATERAL (
    VALUES
      ('I11', 'amount ' || which.name, entry.posted_by::text, shifted.posted_by::text),
      ('I11', 'business time ' || which.name, ${utc('entry.effective_at')}, ${utc('shifted.effective_at')}),
      ('I11', 'recorded time ' || which.name, ${utc('entry.recorded_at')}, ${utc('shifted.recorded_at')})
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: (bounds) => countOf('shifted_entry', bounds),
}
