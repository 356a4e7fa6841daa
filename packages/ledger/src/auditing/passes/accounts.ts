import { utc } from '../../postgres/rows.ts'
import { markAfter } from '../../postgres/standing-marks.ts'
import { countOf, journalOfEntry, type Pass } from '../pass.ts'

/**
 * The totals of each account against its entries, its last step and its open holds: I2, I3, I4, I6 and I11.
 *
 * An account counts for as many rows as it has versions, so that a slice reads about as much as it is wide, whether it
 * holds one account that is in every journal or ten thousand that are in one.
 */
export const accounts: Pass = {
  name: 'accounts',
  rows: 'accounts',
  key: [
    ['book_id', 'integer'],
    ['id', 'uuid'],
  ],
  start: ['-2147483648', '00000000-0000-0000-0000-000000000000'],
  slice: (bounds) => `page AS MATERIALIZED (
  SELECT
    account.*,
    sum(greatest(account.version, 1)) OVER (ORDER BY account.book_id, account.id) - greatest(account.version, 1) AS rows_before
  FROM ledger.account
  WHERE ${bounds.after(['account.book_id', 'account.id'])}
    AND ${bounds.books('account.book_id')}
    AND ${bounds.isNew('account')}
  ORDER BY account.book_id, account.id
  LIMIT ${bounds.limit}
),
slice AS MATERIALIZED (
  SELECT page.*
  FROM page
  WHERE ${bounds.limit === 'ALL' ? 'true' : `page.rows_before < ${bounds.limit}`}
)`,
  findings: `
  SELECT fact.*
  FROM slice AS account
  LEFT JOIN ledger.book
    ON book.id = account.book_id
  CROSS JOIN LATERAL (
    SELECT
      count(*) AS entries,
      coalesce(
        sum(CASE WHEN (entry.side = 'debit') = (account.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END),
        0
      ) AS posted
    FROM ledger.entry
    WHERE entry.book_id = account.book_id
      AND entry.account_id = account.id
  ) AS folded
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(hold.amount - hold.captured), 0) AS held
    FROM ledger.hold
    WHERE hold.account_id = account.id
      AND hold.book_id = account.book_id
      AND hold.status = 'open'
  ) AS open_holds
  LEFT JOIN LATERAL (
    (
      SELECT entry.version, entry.posted, entry.held, journal.recorded_at
      FROM ledger.entry
      ${journalOfEntry}
      WHERE entry.book_id = account.book_id
        AND entry.account_id = account.id
      ORDER BY entry.version DESC
      LIMIT 1
    )
    UNION ALL
    (
      SELECT event.version, event.posted, event.held, event.recorded_at
      FROM ledger.hold_event AS event
      WHERE event.book_id = account.book_id
        AND event.account_id = account.id
      ORDER BY event.version DESC
      LIMIT 1
    )
    ORDER BY version DESC
    LIMIT 1
  ) AS last ON true
  LEFT JOIN LATERAL (
    SELECT standing.version
    FROM ledger.standing
    WHERE standing.book_id = account.book_id
      AND standing.account_id = account.id
    ORDER BY standing.recorded_at DESC, standing.version DESC
    LIMIT 1
  ) AS standing ON true
  CROSS JOIN LATERAL (
    VALUES
      ('I2', 'book of account ' || account.code, 'a book', CASE WHEN book.id IS NULL THEN 'none' ELSE 'a book' END),
      ('I2', 'posted of account ' || account.code, folded.posted::text, account.posted::text),
      ('I2', 'entry count of account ' || account.code, folded.entries::text, account.entry_count::text),
      ('I3', 'version of account ' || account.code, coalesce(last.version, 0)::text, account.version::text),
      ('I3', 'posted of account ' || account.code || ', from its last version', coalesce(last.posted, 0)::text, account.posted::text),
      ('I3', 'held of account ' || account.code || ', from its last version', coalesce(last.held, 0)::text, account.held::text),
      ('I4', 'held of account ' || account.code, open_holds.held::text, account.held::text),
      (
        'I6',
        'usable of account ' || account.code,
        CASE WHEN account.posted - account.held < account.floor THEN account.floor || ' or more' ELSE (account.posted - account.held)::text END,
        (account.posted - account.held)::text
      ),
      (
        'I6',
        'status of account ' || account.code,
        CASE WHEN account.status IN ('open', 'frozen', 'closed') THEN account.status ELSE 'open, frozen or closed' END,
        account.status
      ),
      (
        'I6',
        'what is in closed account ' || account.code,
        'nothing',
        CASE WHEN account.status = 'closed' AND (account.posted <> 0 OR account.held <> 0) THEN 'something' ELSE 'nothing' END
      ),
      (
        'I11',
        'last standing of account ' || account.code,
        CASE
          WHEN standing.version > account.version THEN 'at version ' || account.version || ' or before'
          WHEN ${markAfter('standing.version')} <= account.version THEN 'at version ' || ${markAfter('standing.version')} || ' or later'
          ELSE 'at version ' || coalesce(standing.version, 0)
        END,
        'at version ' || coalesce(standing.version, 0)
      ),
      (
        'I11',
        'last change of account ' || account.code,
        CASE
          WHEN account.changed_at < greatest(account.opened_at, last.recorded_at)
            THEN ${utc('greatest(account.opened_at, last.recorded_at)')} || ' or later'
          ELSE ${utc('account.changed_at')}
        END,
        ${utc('account.changed_at')}
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: (bounds) => countOf('account', bounds),
}
