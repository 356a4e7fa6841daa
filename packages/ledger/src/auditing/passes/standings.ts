import { utc } from '../../postgres/rows.ts'
import { countOf, journalOfEntry, type Pass, walk } from '../pass.ts'

/**
 * Every standing against the step that it repeats: I11. A balance as of a recorded time is read from a standing, so it
 * must be what the entries say. The account's last one is its totals; so as of now is now.
 */
export const standings: Pass = {
  name: 'standings',
  rows: 'standings',
  key: [
    ['book_id', 'integer'],
    ['account_id', 'uuid'],
    ['recorded_at', 'timestamptz'],
    ['version', 'bigint'],
  ],
  start: ['-2147483648', '00000000-0000-0000-0000-000000000000', '-infinity', '-9223372036854775808'],
  slice: (bounds) => walk('standing', ['book_id', 'account_id', 'recorded_at', 'version'], bounds),
  findings: `
  SELECT fact.*
  FROM slice AS standing
  LEFT JOIN LATERAL (
    SELECT owner.code, owner.version
    FROM ledger.account AS owner
    WHERE owner.book_id = standing.book_id
      AND owner.id = standing.account_id
    LIMIT 1
  ) AS account ON true
  LEFT JOIN LATERAL (
    (
      SELECT entry.posted, entry.held, journal.recorded_at
      FROM ledger.entry
      ${journalOfEntry}
      WHERE entry.book_id = standing.book_id
        AND entry.account_id = standing.account_id
        AND entry.version = standing.version
    )
    UNION ALL
    (
      SELECT event.posted, event.held, event.recorded_at
      FROM ledger.hold_event AS event
      WHERE event.book_id = standing.book_id
        AND event.account_id = standing.account_id
        AND event.version = standing.version
    )
    LIMIT 1
  ) AS step ON true
  CROSS JOIN LATERAL (
    SELECT 'of account ' || coalesce(account.code, standing.account_id::text) || ' at version ' || standing.version AS name
  ) AS which
  CROSS JOIN LATERAL (
    VALUES
      ('I11', 'posted standing ' || which.name, step.posted::text, standing.posted::text),
      ('I11', 'held standing ' || which.name, step.held::text, standing.held::text),
      ('I11', 'time of the standing ' || which.name, ${utc('step.recorded_at')}, ${utc('standing.recorded_at')})
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: (bounds) => countOf('standing', bounds),
}
