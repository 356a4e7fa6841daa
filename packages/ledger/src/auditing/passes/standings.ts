import { utc } from '../../postgres/rows.ts'
import { markAfter } from '../../postgres/standing-marks.ts'
import { countOf, journalOfEntry, type Pass, walk } from '../pass.ts'

/**
 * Every standing against the step that it repeats, and against the one before it: I11. A balance as of a recorded time is
 * read from the last standing until then and the few steps up to the next mark, so a standing must be what the entries say,
 * and the batch that passed the first mark behind the one before must be its own.
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
  LEFT JOIN LATERAL (${stepAt('standing.version')}
  ) AS step ON true
  CROSS JOIN LATERAL (
    SELECT ${markAfter('max(earlier.version)')} AS version
    FROM (
      SELECT behind.version
      FROM ledger.standing AS behind
      WHERE behind.book_id = standing.book_id
        AND behind.account_id = standing.account_id
        AND (behind.recorded_at, behind.version) < (standing.recorded_at, standing.version)
      ORDER BY behind.recorded_at DESC, behind.version DESC
      LIMIT 1
    ) AS earlier
  ) AS mark
  LEFT JOIN LATERAL (${stepAt('mark.version')}
  ) AS passed ON true
  CROSS JOIN LATERAL (
    SELECT 'of account ' || coalesce(account.code, standing.account_id::text) || ' at version ' || standing.version AS name
  ) AS which
  CROSS JOIN LATERAL (
    VALUES
      ('I11', 'posted standing ' || which.name, step.posted::text, standing.posted::text),
      ('I11', 'held standing ' || which.name, step.held::text, standing.held::text),
      ('I11', 'time of the standing ' || which.name, ${utc('step.recorded_at')}, ${utc('standing.recorded_at')}),
      (
        'I11',
        'time of version ' || mark.version || ', the first that the standing ' || which.name || ' is for',
        CASE WHEN mark.version <= standing.version THEN ${utc('standing.recorded_at')} END,
        CASE WHEN mark.version <= standing.version THEN ${utc('passed.recorded_at')} END
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: (bounds) => countOf('standing', bounds),
}

/** The step that made a version of the account of `standing`. */
function stepAt(version: string): string {
  return `
    (
      SELECT entry.posted, entry.held, journal.recorded_at
      FROM ledger.entry
      ${journalOfEntry}
      WHERE entry.book_id = standing.book_id
        AND entry.account_id = standing.account_id
        AND entry.version = ${version}
    )
    UNION ALL
    (
      SELECT event.posted, event.held, event.recorded_at
      FROM ledger.hold_event AS event
      WHERE event.book_id = standing.book_id
        AND event.account_id = standing.account_id
        AND event.version = ${version}
    )
    LIMIT 1`
}
