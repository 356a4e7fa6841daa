import { utc } from '../../postgres/rows.ts'
import { type Bounds, journalOfEntry, type Pass } from '../pass.ts'

/**
 * Every step of every account, entries and hold events together, against the step before it: I3, I6, I10 and I11; and that
 * what it belongs to is there. Step by step that is the whole chain, from nothing to the totals of the account.
 *
 * A full slice leaves the rows of its last version to the next one: a version that an entry and an event share, which
 * must never be, is not torn apart.
 */
export const steps: Pass = {
  name: 'steps',
  rows: 'entries and hold events',
  key: [
    ['book_id', 'integer'],
    ['account_id', 'uuid'],
    ['version', 'bigint'],
  ],
  start: ['-2147483648', '00000000-0000-0000-0000-000000000000', '-9223372036854775808'],
  slice: (bounds) => `page AS MATERIALIZED (
  (
    SELECT
      entry.book_id, entry.account_id, entry.version, entry.posted, entry.held,
      entry.side, entry.amount, entry.journal_id, NULL::text AS type, NULL::uuid AS hold_id,
      NULL::timestamptz AS event_at, NULL::bigint AS event_batch, NULL::integer AS event_position,
      'entry ' || (entry.line - 1) || ' of journal ' || entry.journal_id AS name
    FROM ledger.entry
    ${conditions('entry', bounds)}
  )
  UNION ALL
  (
    SELECT
      event.book_id, event.account_id, event.version, event.posted, event.held,
      NULL, event.amount, event.journal_id, event.type, event.hold_id,
      event.recorded_at, event.batch, event.position,
      'event ' || event.type || ' of hold ' || event.hold_id
    FROM ledger.hold_event AS event
    ${conditions('event', bounds)}
  )
  ORDER BY book_id, account_id, version
  LIMIT ${atLeastThree(bounds.limit)}
),
slice AS MATERIALIZED (
  SELECT ranked.*
  FROM (
    SELECT
      page.*,
      rank() OVER (ORDER BY page.book_id DESC, page.account_id DESC, page.version DESC) AS place_from_end,
      count(*) OVER () AS rows_of_page
    FROM page
  ) AS ranked
  WHERE ranked.place_from_end > 1
     OR ${bounds.limit === 'ALL' ? 'true' : `ranked.rows_of_page < ${atLeastThree(bounds.limit)}`}
)`,
  findings: `
  SELECT fact.*
  FROM (
    SELECT
      dated.*,
      lag(dated.version) OVER by_version AS version_before,
      lag(dated.posted) OVER by_version AS posted_before,
      lag(dated.held) OVER by_version AS held_before,
      lag(dated.recorded_at) OVER by_version AS recorded_before,
      lag(dated.batch) OVER by_version AS batch_before,
      lag(dated.position) OVER by_version AS position_before
    FROM (
      SELECT
        slice.*,
        CASE WHEN slice.type IS NULL THEN journal.recorded_at ELSE slice.event_at END AS recorded_at,
        CASE WHEN slice.type IS NULL THEN journal.batch ELSE slice.event_batch END AS batch,
        CASE WHEN slice.type IS NULL THEN journal.position ELSE slice.event_position END AS position,
        journal.id IS NOT NULL AS has_journal
      FROM slice
      LEFT JOIN LATERAL (
        SELECT header.id, header.recorded_at, header.batch, header.position
        FROM ledger.journal AS header
        WHERE header.book_id = slice.book_id
          AND header.id = slice.journal_id
        LIMIT 1
      ) AS journal ON true
    ) AS dated
    WINDOW by_version AS (PARTITION BY dated.book_id, dated.account_id ORDER BY dated.version)
  ) AS step
  LEFT JOIN LATERAL (
    SELECT owner.code, owner.type, owner.floor, owner.opened_at
    FROM ledger.account AS owner
    WHERE owner.book_id = step.book_id
      AND owner.id = step.account_id
    LIMIT 1
  ) AS account ON true
  LEFT JOIN LATERAL (
    SELECT held_on.account_id
    FROM ledger.hold AS held_on
    WHERE held_on.book_id = step.book_id
      AND held_on.id = step.hold_id
    LIMIT 1
  ) AS hold ON true
  LEFT JOIN LATERAL (
    (
      SELECT entry.version, entry.posted, entry.held, journal.recorded_at, journal.batch, journal.position
      FROM ledger.entry
      ${journalOfEntry}
      WHERE step.version_before IS DISTINCT FROM step.version - 1
        AND entry.book_id = step.book_id
        AND entry.account_id = step.account_id
        AND entry.version < step.version
      ORDER BY entry.version DESC
      LIMIT 1
    )
    UNION ALL
    (
      SELECT event.version, event.posted, event.held, event.recorded_at, event.batch, event.position
      FROM ledger.hold_event AS event
      WHERE step.version_before IS DISTINCT FROM step.version - 1
        AND event.book_id = step.book_id
        AND event.account_id = step.account_id
        AND event.version < step.version
      ORDER BY event.version DESC
      LIMIT 1
    )
    ORDER BY version DESC
    LIMIT 1
  ) AS looked_up ON true
  CROSS JOIN LATERAL (
    SELECT *
    FROM (
      VALUES
        (
          step.version_before, step.posted_before, step.held_before,
          step.recorded_before, step.batch_before, step.position_before,
          step.version_before = step.version - 1
        ),
        (
          coalesce(looked_up.version, 0), coalesce(looked_up.posted, 0), coalesce(looked_up.held, 0),
          looked_up.recorded_at, looked_up.batch, looked_up.position,
          true
        )
    ) AS candidate (version, posted, held, recorded_at, batch, position, is_it)
    WHERE candidate.is_it
    LIMIT 1
  ) AS before
  CROSS JOIN LATERAL (
    VALUES
      (
        'I3',
        'version after ' || step.name,
        CASE WHEN step.version_before = step.version THEN step.version + 1 ELSE before.version + 1 END::text,
        step.version::text
      ),
      (
        'I3',
        'posted after ' || step.name,
        (before.posted + CASE
          WHEN step.side IS NULL THEN 0
          WHEN (step.side = 'debit') = (account.type IN ('asset', 'expense')) THEN step.amount
          ELSE -step.amount
        END)::text,
        step.posted::text
      ),
      (
        'I3',
        'held after ' || step.name,
        (before.held + CASE WHEN step.type IS NULL THEN 0 WHEN step.type = 'placed' THEN step.amount ELSE -step.amount END)::text,
        step.held::text
      ),
      ('I3', 'account of ' || step.name, 'an account of the book', CASE WHEN account.code IS NULL THEN 'none' ELSE 'an account of the book' END),
      ('I1', 'journal of ' || step.name, 'a journal of the book', CASE WHEN step.type IS NULL AND NOT step.has_journal THEN 'none' ELSE 'a journal of the book' END),
      ('I5', 'hold of ' || step.name, 'a hold of its account', CASE WHEN step.type IS NULL OR hold.account_id = step.account_id THEN 'a hold of its account' ELSE 'none' END),
      (
        'I6',
        'usable of account ' || account.code || ' after ' || step.name,
        CASE WHEN step.posted - step.held < account.floor THEN account.floor || ' or more' ELSE (step.posted - step.held)::text END,
        (step.posted - step.held)::text
      ),
      (
        'I10',
        'place in the feed of ' || step.name,
        CASE
          WHEN (step.batch, step.position) < (before.batch, before.position)
            THEN 'after ' || before.batch || ', ' || before.position
          ELSE step.batch || ', ' || step.position
        END,
        step.batch || ', ' || step.position
      ),
      (
        'I11',
        'time of ' || step.name,
        CASE
          WHEN step.recorded_at < coalesce(before.recorded_at, account.opened_at)
            THEN ${utc('coalesce(before.recorded_at, account.opened_at)')} || ' or later'
          ELSE ${utc('step.recorded_at')}
        END,
        ${utc('step.recorded_at')}
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: ({ books, isNew }) => `
SELECT (
  (SELECT count(*) FROM ledger.entry WHERE ${books('entry.book_id')} AND ${isNew('entry')})
  + (SELECT count(*) FROM ledger.hold_event AS event WHERE ${books('event.book_id')} AND ${isNew('event')})
)::text AS row`,
}

function conditions(table: 'entry' | 'event', { after, books, isNew, limit }: Bounds): string {
  const columns = ['book_id', 'account_id', 'version'].map((column) => `${table}.${column}`)
  return `WHERE ${after(columns)}
      AND ${books(`${table}.book_id`)}
      AND ${isNew(table)}
    ORDER BY ${columns.join(', ')}
    LIMIT ${atLeastThree(limit)}`
}

/** Of two rows, one version each, the first is left when the second is put off; of less, nothing might be. */
function atLeastThree(limit: string): string {
  return limit === 'ALL' ? limit : `greatest(${limit}, 3)`
}
