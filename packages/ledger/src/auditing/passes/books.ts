import type { Pass } from '../pass.ts'

/** Each book as a whole: in every currency its accounts balance, and count in the same digits. I12. */
export const books: Pass = {
  name: 'books',
  rows: 'books',
  key: [['book_id', 'integer']],
  start: ['-2147483648'],
  slice: (bounds) => `slice AS MATERIALIZED (
  SELECT book.id AS book_id, book.code
  FROM ledger.book
  WHERE ${bounds.after(['book.id'])}
    AND ${bounds.books('book.id')}
  ORDER BY book.id
  LIMIT ${bounds.limit === 'ALL' ? 'ALL' : `least(${bounds.limit}, 1)`}
)`,
  findings: `
  SELECT fact.*
  FROM slice AS book
  CROSS JOIN LATERAL (
    SELECT
      account.currency,
      min(account.scale) AS least_scale,
      max(account.scale) AS most_scale,
      sum(CASE WHEN account.type IN ('asset', 'expense') THEN account.posted ELSE -account.posted END) AS balance
    FROM ledger.account
    WHERE account.book_id = book.book_id
    GROUP BY account.currency
  ) AS total
  CROSS JOIN LATERAL (
    VALUES
      ('I12', 'trial balance of book ' || book.code || ' in ' || total.currency, '0', total.balance::text),
      ('I12', 'digits of ' || total.currency || ' in book ' || book.code, total.least_scale::text, total.most_scale::text)
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: ({ books }) => `
SELECT count(*)::text AS row
FROM ledger.book
WHERE ${books('book.id')}`,
}
