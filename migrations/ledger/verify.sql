-- GENERATED from packages/ledger/src/auditing by packages/ledger/scripts/render-verify-sql.ts. Do not edit.
--
-- Checks the invariants of all books of a database, with nothing but psql and the right to read:
--
--   psql "$DATABASE_URL" -X -f verify.sql
--
-- Each line it prints is a finding: the rule that is broken, where, what was expected and what was found. psql ends with 0
-- when the books verify and with 3 when they do not. An ERROR on the way is a finding as well: a row that PostgreSQL
-- cannot read.
--
-- It reads one snapshot from beginning to end and writes nothing. On books of many millions of entries that takes
-- minutes, for which VACUUM waits; then rather use `evenkeel-ledger verify`, which asks the same in slices.

\set ON_ERROR_STOP off
\set ON_ERROR_ROLLBACK on
\set found 0
\set failed 0
\pset tuples_only on
\pset format unaligned
\pset fieldsep ' | '
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL jit = off;

\echo Checking books.
WITH slice AS MATERIALIZED (
  SELECT book.id AS book_id, book.code
  FROM ledger.book
  WHERE true
    AND true
  ORDER BY book.id
  LIMIT ALL
)

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
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking accounts.
WITH page AS MATERIALIZED (
  SELECT
    account.*,
    sum(greatest(account.version, 1)) OVER (ORDER BY account.book_id, account.id) - greatest(account.version, 1) AS rows_before
  FROM ledger.account
  WHERE true
    AND true
    AND true
  ORDER BY account.book_id, account.id
  LIMIT ALL
),
slice AS MATERIALIZED (
  SELECT page.*
  FROM page
  WHERE true
)

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
      LEFT JOIN LATERAL (
        SELECT header.recorded_at, header.batch, header.position
        FROM ledger.journal AS header
        WHERE header.book_id = entry.book_id
          AND header.id = entry.journal_id
        LIMIT 1
      ) AS journal ON true
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
          WHEN ((coalesce(standing.version, 0) / 8 + 1) * 8) <= account.version THEN 'at version ' || ((coalesce(standing.version, 0) / 8 + 1) * 8) || ' or later'
          ELSE 'at version ' || coalesce(standing.version, 0)
        END,
        'at version ' || coalesce(standing.version, 0)
      ),
      (
        'I11',
        'last change of account ' || account.code,
        CASE
          WHEN account.changed_at < greatest(account.opened_at, last.recorded_at)
            THEN to_char(greatest(account.opened_at, last.recorded_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' or later'
          ELSE to_char(account.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        END,
        to_char(account.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking steps.
WITH page AS MATERIALIZED (
  (
    SELECT
      entry.book_id, entry.account_id, entry.version, entry.posted, entry.held,
      entry.side, entry.amount, entry.journal_id, NULL::text AS type, NULL::uuid AS hold_id,
      NULL::timestamptz AS event_at, NULL::bigint AS event_batch, NULL::integer AS event_position,
      'entry ' || (entry.line - 1) || ' of journal ' || entry.journal_id AS name
    FROM ledger.entry
    WHERE true
      AND true
      AND true
    ORDER BY entry.book_id, entry.account_id, entry.version
    LIMIT ALL
  )
  UNION ALL
  (
    SELECT
      event.book_id, event.account_id, event.version, event.posted, event.held,
      NULL, event.amount, event.journal_id, event.type, event.hold_id,
      event.recorded_at, event.batch, event.position,
      'event ' || event.type || ' of hold ' || event.hold_id
    FROM ledger.hold_event AS event
    WHERE true
      AND true
      AND true
    ORDER BY event.book_id, event.account_id, event.version
    LIMIT ALL
  )
  ORDER BY book_id, account_id, version
  LIMIT ALL
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
     OR true
)

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
      LEFT JOIN LATERAL (
        SELECT header.recorded_at, header.batch, header.position
        FROM ledger.journal AS header
        WHERE header.book_id = entry.book_id
          AND header.id = entry.journal_id
        LIMIT 1
      ) AS journal ON true
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
            THEN to_char(coalesce(before.recorded_at, account.opened_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' or later'
          ELSE to_char(step.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        END,
        to_char(step.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking journals.
WITH slice AS MATERIALIZED (
  SELECT journal.*
  FROM ledger.journal
  WHERE true
    AND true
    AND true
  ORDER BY journal.book_id, journal.id
  LIMIT ALL
)

  SELECT fact.*
  FROM slice AS journal
  LEFT JOIN ledger.book
    ON book.id = journal.book_id
  CROSS JOIN LATERAL (
    SELECT
      coalesce(sum(in_currency.entries), 0) AS entries,
      min(in_currency.first_line) AS first_line,
      max(in_currency.last_line) AS last_line,
      coalesce(bool_and(in_currency.least > 0), true) AS are_positive,
      coalesce(bool_or(in_currency.currency IS NULL), false) AS has_stranger,
      string_agg(in_currency.balance || ' ' || in_currency.currency, ', ') FILTER (WHERE in_currency.balance <> 0) AS unbalanced
    FROM (
      SELECT
        account.currency,
        count(*) AS entries,
        min(entry.line) AS first_line,
        max(entry.line) AS last_line,
        min(entry.amount) AS least,
        sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
      FROM ledger.entry
      LEFT JOIN LATERAL (
        SELECT owner.currency
        FROM ledger.account AS owner
        WHERE owner.book_id = entry.book_id
          AND owner.id = entry.account_id
        LIMIT 1
      ) AS account ON true
      WHERE entry.journal_id = journal.id
        AND entry.book_id = journal.book_id
      GROUP BY account.currency
    ) AS in_currency
  ) AS whole
  LEFT JOIN LATERAL (
    SELECT
      key.outcome,
      key.outcome IS NULL AND key.journal_id = journal.id AS is_told_by_it
    FROM ledger.key
    WHERE key.book_id = journal.book_id
      AND key.key = journal.key
    LIMIT 1
  ) AS told ON true
  LEFT JOIN LATERAL (
    SELECT
      original.id,
      (SELECT other.id FROM ledger.journal AS other WHERE other.book_id = journal.book_id AND other.reverses = journal.reverses AND other.id < journal.id LIMIT 1) AS earlier
    FROM (SELECT) AS always
    LEFT JOIN ledger.journal AS original
      ON original.book_id = journal.book_id
     AND original.id = journal.reverses
    WHERE journal.reverses IS NOT NULL
  ) AS reversed ON true
  LEFT JOIN LATERAL (
    SELECT
      (
        SELECT string_agg(format('%s %s %s %s', CASE entry.side WHEN 'debit' THEN 'credit' ELSE 'debit' END, account.code, entry.amount, account.currency), ', ' ORDER BY entry.line DESC)
        FROM ledger.entry
        JOIN ledger.account
          ON account.book_id = entry.book_id
         AND account.id = entry.account_id
        WHERE entry.journal_id = journal.reverses
          AND entry.book_id = journal.book_id
      ) AS expected,
      (
        SELECT string_agg(format('%s %s %s %s', entry.side, account.code, entry.amount, account.currency), ', ' ORDER BY entry.line ASC)
        FROM ledger.entry
        JOIN ledger.account
          ON account.book_id = entry.book_id
         AND account.id = entry.account_id
        WHERE entry.journal_id = journal.id
          AND entry.book_id = journal.book_id
      ) AS found
    WHERE reversed.id IS NOT NULL
  ) AS mirror ON true
  LEFT JOIN LATERAL (
    SELECT
      (SELECT hold.account_id FROM ledger.hold WHERE hold.book_id = journal.book_id AND hold.id = journal.captures) AS holds_on,
      (SELECT entry.account_id FROM ledger.entry WHERE entry.journal_id = journal.id AND entry.line = 1 AND entry.book_id = journal.book_id) AS taken_from,
      (
        SELECT event.recorded_at
        FROM ledger.hold_event AS event
        WHERE event.hold_id = journal.captures
          AND event.book_id = journal.book_id
          AND event.journal_id = journal.id
        LIMIT 1
      ) AS recorded_at
    WHERE journal.captures IS NOT NULL
  ) AS capture ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS entries
    FROM ledger.entry
    JOIN ledger.shifted_entry
      ON shifted_entry.book_id = entry.book_id
     AND shifted_entry.account_id = entry.account_id
     AND shifted_entry.span = ANY (ARRAY[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
     AND shifted_entry.effective_at = journal.effective_at
     AND shifted_entry.version = entry.version
    WHERE journal.effective_at <> journal.recorded_at
      AND entry.journal_id = journal.id
      AND entry.book_id = journal.book_id
  ) AS shifted ON journal.effective_at <> journal.recorded_at
  CROSS JOIN LATERAL (
    VALUES
      ('I11', 'shifted entries of journal ' || journal.id, whole.entries::text, coalesce(shifted.entries, whole.entries)::text),
      ('I1', 'book of journal ' || journal.id, 'a book', CASE WHEN book.id IS NULL THEN 'none' ELSE 'a book' END),
      ('I1', 'entries of journal ' || journal.id, journal.entry_count::text, whole.entries::text),
      (
        'I1',
        'lines of journal ' || journal.id,
        '1 to ' || journal.entry_count,
        coalesce(whole.first_line || ' to ' || whole.last_line, 'none')
      ),
      ('I1', 'number of entries of journal ' || journal.id, 'two or more', CASE WHEN whole.entries < 2 THEN whole.entries::text ELSE 'two or more' END),
      ('I1', 'amounts of journal ' || journal.id, 'more than zero', CASE WHEN whole.are_positive THEN 'more than zero' ELSE 'not all' END),
      ('I1', 'accounts of journal ' || journal.id, 'accounts of the book', CASE WHEN whole.has_stranger THEN 'not all' ELSE 'accounts of the book' END),
      ('I1', 'sum of journal ' || journal.id, 'zero in each currency', coalesce(whole.unbalanced, 'zero in each currency')),
      (
        'I7',
        'key ' || journal.key || ' of journal ' || journal.id,
        'a key that tells of it',
        CASE
          WHEN told.is_told_by_it THEN 'a key that tells of it'
          WHEN told.outcome IS NULL THEN 'none'
          WHEN position('"id":"' || journal.id || '"' IN told.outcome) = 0 THEN 'a key that tells of something else'
          ELSE 'a key that tells of it'
        END
      ),
      ('I8', 'journals of rejected key ' || journal.key, 'none', CASE WHEN told.outcome LIKE '{"rejection":%' THEN journal.id::text ELSE 'none' END),
      (
        'I9',
        'journal that ' || journal.id || ' reverses',
        journal.reverses::text,
        reversed.id::text
      ),
      ('I9', 'reversals of journal ' || journal.reverses, journal.reverses::text, coalesce(reversed.earlier, journal.reverses)::text),
      ('I9', 'entries of reversal ' || journal.id, mirror.expected, mirror.found),
      ('I5', 'account from which journal ' || journal.id || ' captures', coalesce(capture.holds_on::text, CASE WHEN journal.captures IS NOT NULL THEN 'the account of a hold of the book' END), capture.taken_from::text),
      (
        'I5',
        'time of capture ' || journal.id || ' of hold ' || journal.captures,
        CASE WHEN journal.captures IS NOT NULL THEN to_char(journal.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END,
        to_char(capture.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking holds.
WITH slice AS MATERIALIZED (
  SELECT hold.*
  FROM ledger.hold
  WHERE true
    AND true
    AND true
  ORDER BY hold.book_id, hold.id
  LIMIT ALL
)

  SELECT fact.*
  FROM slice AS hold
  LEFT JOIN LATERAL (
    SELECT owner.code
    FROM ledger.account AS owner
    WHERE owner.book_id = hold.book_id
      AND owner.id = hold.account_id
    LIMIT 1
  ) AS account ON true
  LEFT JOIN LATERAL (
    SELECT key.outcome
    FROM ledger.key
    WHERE key.book_id = hold.book_id
      AND key.key = hold.key
    LIMIT 1
  ) AS told ON true
  CROSS JOIN LATERAL (
    SELECT
      (array_agg(event.type ORDER BY event.version))[1] AS first_type,
      (array_agg(event.amount ORDER BY event.version))[1] AS first_amount,
      (array_agg(event.recorded_at ORDER BY event.version))[1] AS first_at,
      (array_agg(event.type ORDER BY event.version DESC))[1] AS last_type,
      (array_agg(event.recorded_at ORDER BY event.version DESC))[1] AS last_at,
      count(*) FILTER (WHERE event.type = 'placed') AS placed,
      count(*) FILTER (WHERE event.account_id <> hold.account_id) AS elsewhere,
      coalesce(sum(CASE event.type WHEN 'placed' THEN event.amount ELSE -event.amount END), 0) AS held,
      coalesce(bool_or(event.type IN ('voided', 'expired') AND event.version < event.last_version), false) AS goes_on,
      count(*) FILTER (WHERE (event.type = 'captured') <> (event.journal_id IS NOT NULL)) AS misnamed,
      count(*) FILTER (WHERE event.type = 'captured' AND event.captures IS DISTINCT FROM hold.id) AS unfounded,
      coalesce(sum(event.taken), 0) AS captured
    FROM (
      SELECT
        own.*,
        max(own.version) OVER () AS last_version,
        journal.captures,
        journal.taken
      FROM ledger.hold_event AS own
      LEFT JOIN LATERAL (
        SELECT
          header.captures,
          (SELECT entry.amount FROM ledger.entry WHERE entry.journal_id = header.id AND entry.line = 1 AND entry.book_id = header.book_id) AS taken
        FROM ledger.journal AS header
        WHERE header.book_id = own.book_id
          AND header.id = own.journal_id
        LIMIT 1
      ) AS journal ON true
      WHERE own.hold_id = hold.id
        AND own.book_id = hold.book_id
    ) AS event
  ) AS life
  CROSS JOIN LATERAL (
    VALUES
      ('I4', 'account of hold ' || hold.id, 'an account of the book', CASE WHEN account.code IS NULL THEN 'none' ELSE 'an account of the book' END),
      ('I5', 'first event of hold ' || hold.id, 'placed', life.first_type),
      ('I5', 'amount placed by hold ' || hold.id, hold.amount::text, life.first_amount::text),
      ('I5', 'time of placing hold ' || hold.id, to_char(life.first_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), to_char(hold.placed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      ('I5', 'events that place hold ' || hold.id, '1', life.placed::text),
      ('I5', 'events of hold ' || hold.id || ' on other accounts', '0', life.elsewhere::text),
      ('I5', 'what hold ' || hold.id || ' still holds', CASE hold.status WHEN 'open' THEN hold.amount - hold.captured ELSE 0 END::text, life.held::text),
      ('I5', 'events of hold ' || hold.id, 'nothing after its end', CASE WHEN life.goes_on THEN 'more' ELSE 'nothing after its end' END),
      ('I5', 'events of hold ' || hold.id || ' that name a journal', 'its captures alone', CASE WHEN life.misnamed > 0 THEN 'others' ELSE 'its captures alone' END),
      ('I5', 'journals that capture hold ' || hold.id, 'one for each event that says so', CASE WHEN life.unfounded > 0 THEN 'others' ELSE 'one for each event that says so' END),
      ('I5', 'captured of hold ' || hold.id || ', from its journals', life.captured::text, hold.captured::text),
      ('I5', 'captured of hold ' || hold.id, 'from 0 to ' || hold.amount, CASE WHEN hold.captured BETWEEN 0 AND hold.amount THEN 'from 0 to ' || hold.amount ELSE hold.captured::text END),
      ('I5', 'what open hold ' || hold.id || ' still holds', 'more than zero', CASE WHEN hold.status = 'open' AND life.held <= 0 THEN life.held::text ELSE 'more than zero' END),
      ('I5', 'last event of hold ' || hold.id, CASE hold.status WHEN 'open' THEN life.last_type ELSE hold.status END, life.last_type),
      (
        'I5',
        'end of hold ' || hold.id,
        CASE hold.status WHEN 'open' THEN NULL WHEN 'expired' THEN to_char(hold.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') ELSE to_char(life.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END,
        to_char(hold.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ),
      (
        'I5',
        'end of expired hold ' || hold.id,
        CASE WHEN hold.status = 'expired' AND hold.ended_at > life.last_at THEN 'until ' || to_char(life.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') ELSE to_char(hold.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END,
        to_char(hold.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ),
      (
        'I7',
        'key ' || hold.key || ' of hold ' || hold.id,
        'a key that tells of it',
        CASE
          WHEN told.outcome IS NULL THEN 'none'
          WHEN position('"id":"' || hold.id || '"' IN told.outcome) = 0 THEN 'a key that tells of something else'
          ELSE 'a key that tells of it'
        END
      ),
      ('I8', 'holds of rejected key ' || hold.key, 'none', CASE WHEN told.outcome LIKE '{"rejection":%' THEN hold.id::text ELSE 'none' END)
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking keys.
WITH slice AS MATERIALIZED (
  SELECT key.*
  FROM ledger.key
  WHERE true
    AND true
    AND true
  ORDER BY key.book_id, key.key
  LIMIT ALL
)

  SELECT checked.*
  FROM (
  -- Materialized in two steps, so that each outcome is parsed once and not once for each of its parts.
  WITH answered AS MATERIALIZED (
    SELECT
      slice.book_id,
      slice.key,
      slice.request,
      slice.outcome,
      slice.outcome::jsonb AS answer,
      slice.journal_id,
      slice.outcome IS NULL AND EXISTS (
        SELECT
        FROM ledger.journal
        WHERE journal.book_id = slice.book_id
          AND journal.id = slice.journal_id
          AND journal.key = slice.key
      ) AS is_told_by_journal
    FROM slice
  ),
  told AS MATERIALIZED (
    SELECT
      answered.book_id,
      answered.key,
      book.code AS book,
      answered.request,
      answered.outcome,
      answered.is_told_by_journal,
      answered.journal_id,
      answered.answer #> '{result,journal}' AS journal,
      answered.answer #> '{result,hold}' AS hold,
      answered.answer #> '{result,account}' AS account,
      coalesce(answered.answer #> '{result,balances}', '[]')
        || coalesce('[]' || (answered.answer #> '{result,account,balance}'), '[]') AS balances
    FROM answered
    LEFT JOIN ledger.book
      ON book.id = answered.book_id
  )
  SELECT fact.*
  FROM told AS key
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object(
      'id', journal.id,
      'book', key.book,
      'key', journal.key,
      'kind', journal.kind,
      'description', journal.description,
      'reference', journal.reference,
      'effectiveAt', to_char(journal.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'recordedAt', to_char(journal.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'metadata', journal.metadata,
      'reverses', journal.reverses,
      'captures', journal.captures,
      'entries', (
        SELECT jsonb_agg(
          jsonb_build_object(
            'account', account.code,
            'side', entry.side,
            'amount', jsonb_build_object('amount', entry.amount::text, 'currency', account.currency),
            'after', jsonb_build_object(
    'account', account.code,
    'posted', jsonb_build_object('amount', (entry.posted)::text, 'currency', account.currency),
    'held', jsonb_build_object('amount', (entry.held)::text, 'currency', account.currency),
    'usable', jsonb_build_object('amount', (entry.posted - entry.held)::text, 'currency', account.currency),
    'version', entry.version
  )
          )
          ORDER BY entry.line
        )
        FROM ledger.entry
        JOIN ledger.account
          ON account.book_id = entry.book_id
         AND account.id = entry.account_id
        WHERE entry.journal_id = journal.id
          AND entry.book_id = journal.book_id
      )
    ) AS value
    FROM ledger.journal
    WHERE journal.book_id = key.book_id
      AND journal.id = (key.journal ->> 'id')::uuid
  ) AS kept_journal ON true
  LEFT JOIN LATERAL (
    SELECT
      jsonb_build_object(
        'kind', asked.value -> 'kind',
        'description', asked.value -> 'description',
        'reference', asked.value -> 'reference',
        'metadata', coalesce(asked.value -> 'metadata', '{}'),
        'effectiveAt', coalesce(asked.value ->> 'effectiveAt', to_char(journal.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
        'entries', (
          SELECT jsonb_agg(entry.value - 'condition' ORDER BY entry.line)
          FROM jsonb_array_elements(asked.value -> 'entries') WITH ORDINALITY AS entry (value, line)
        )
      ) AS asked,
      jsonb_build_object(
        'kind', journal.kind,
        'description', journal.description,
        'reference', journal.reference,
        'metadata', journal.metadata,
        'effectiveAt', to_char(journal.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'entries', (
          SELECT jsonb_agg(
            jsonb_build_object(
              'account', account.code,
              'side', entry.side,
              'amount', jsonb_build_object('amount', entry.amount::text, 'currency', account.currency)
            )
            ORDER BY entry.line
          )
          FROM ledger.entry
          JOIN ledger.account
            ON account.book_id = entry.book_id
           AND account.id = entry.account_id
          WHERE entry.journal_id = journal.id
            AND entry.book_id = journal.book_id
            AND asked.value ? 'entries'
        )
      ) AS kept
    FROM ledger.journal
    CROSS JOIN LATERAL (SELECT CASE WHEN key.request NOT LIKE 'sha256:%' THEN key.request::jsonb END AS value) AS asked
    WHERE key.is_told_by_journal
      AND key.request NOT LIKE 'sha256:%'
      AND journal.book_id = key.book_id
      AND journal.id = key.journal_id
  ) AS wish ON true
  LEFT JOIN LATERAL (
    SELECT 'sha256:' || encode(sha256(convert_to((
      '{' || concat_ws(',',
        '"description":' || to_json(journal.description)::text,
        '"entries":[' || (
          SELECT string_agg(
            '{"account":' || to_json(account.code)::text
              || ',"amount":{"amount":"' || entry.amount || '","currency":' || to_json(account.currency)::text
              || '},"side":"' || entry.side || '"}',
            ','
            ORDER BY entry.line
          )
          FROM ledger.entry
          JOIN ledger.account
            ON account.book_id = entry.book_id
           AND account.id = entry.account_id
          WHERE entry.journal_id = journal.id
            AND entry.book_id = journal.book_id
        ) || ']',
        '"kind":' || to_json(journal.kind)::text,
        '"metadata":{' || (
          SELECT string_agg(to_json(member.name)::text || ':' || member.value::text, ',' ORDER BY member.name COLLATE "C")
          FROM jsonb_each(journal.metadata) AS member (name, value)
        ) || '}',
        '"reference":' || to_json(journal.reference)::text,
        '"type":"post-journal"',
        '"v":1'
      ) || '}'
    ), 'UTF8')), 'base64') AS digest
    FROM ledger.journal
    WHERE key.is_told_by_journal
      AND key.request LIKE 'sha256:%'
      AND journal.book_id = key.book_id
      AND journal.id = key.journal_id
  ) AS witness ON true
  LEFT JOIN LATERAL (
    SELECT
      hold.id,
      hold.status,
      jsonb_build_object(
        'id', hold.id,
        'book', key.book,
        'key', hold.key,
        'account', account.code,
        'amount', jsonb_build_object('amount', hold.amount::text, 'currency', account.currency),
        'kind', hold.kind,
        'description', hold.description,
        'metadata', hold.metadata,
        'placedAt', to_char(hold.placed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ) AS lasting,
      jsonb_build_object(
        'captured', jsonb_build_object('amount', hold.captured::text, 'currency', account.currency),
        'expiresAt', to_char(hold.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ) AS changing,
      jsonb_build_object('status', hold.status, 'endedAt', to_char(hold.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS ending,
      NOT EXISTS (
        SELECT
        FROM ledger.hold_event AS later
        CROSS JOIN jsonb_array_elements(key.balances) AS told
        WHERE later.hold_id = hold.id
          AND later.book_id = hold.book_id
          AND later.type <> 'expired'
          AND told ->> 'account' = account.code
          AND later.version > (told ->> 'version')::bigint
      ) AS is_last
    FROM ledger.hold
    JOIN ledger.account
      ON account.book_id = hold.book_id
     AND account.id = hold.account_id
    WHERE hold.book_id = key.book_id
      AND hold.id = (key.hold ->> 'id')::uuid
  ) AS kept_hold ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object(
      'id', account.id,
      'book', key.book,
      'code', account.code,
      'type', account.type,
      'normalSide', CASE WHEN account.type IN ('asset', 'expense') THEN 'debit' ELSE 'credit' END,
      'currency', account.currency,
      'scale', account.scale,
      'floor', CASE WHEN account.floor IS NOT NULL THEN jsonb_build_object('amount', account.floor::text, 'currency', account.currency) END,
      'ceiling', CASE WHEN account.ceiling IS NOT NULL THEN jsonb_build_object('amount', account.ceiling::text, 'currency', account.currency) END,
      'metadata', account.metadata,
      'openedAt', to_char(account.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    ) AS value
    FROM ledger.account
    WHERE account.book_id = key.book_id
      AND account.code = key.account ->> 'code'
  ) AS kept_account ON true
  CROSS JOIN LATERAL (
    VALUES
      (
        'outcome of key ' || key.key,
        'an outcome that can be replayed to the letter',
        CASE
          WHEN key.is_told_by_journal THEN 'an outcome that can be replayed to the letter'
          WHEN key.outcome LIKE ANY (ARRAY['{"result":{%', '{"rejection":{%']) AND key.outcome = CASE WHEN key.outcome ~ '\s' THEN regexp_replace(key.outcome, '("(?:[^"\\]|\\.)*")|\s+', '\1', 'g') ELSE key.outcome END
            THEN 'an outcome that can be replayed to the letter'
          ELSE coalesce(left(key.outcome, 100), 'none')
        END
      ),
      (
        'request of key ' || key.key,
        'canonical JSON',
        CASE
          WHEN witness.digest IS NOT NULL THEN 'canonical JSON'
          WHEN key.request LIKE '{%' AND key.request = CASE WHEN key.request ~ '\s' THEN regexp_replace(key.request, '("(?:[^"\\]|\\.)*")|\s+', '\1', 'g') ELSE key.request END AND key.request::jsonb IS NOT NULL AND (
            SELECT array_agg(name ORDER BY place) = array_agg(name ORDER BY name COLLATE "C")
            FROM json_object_keys(key.request::json) WITH ORDINALITY AS member (name, place)
          )
            THEN 'canonical JSON'
          ELSE left(key.request, 100)
        END
      ),
      ('journal under key ' || key.key, CASE
        WHEN kept_journal.value IS DISTINCT FROM key.journal THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each(kept_journal.value) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce(key.journal, '{}') -> member.name
        )::text
      END, CASE
        WHEN kept_journal.value IS DISTINCT FROM key.journal THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each(key.journal) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce(kept_journal.value, '{}') -> member.name
        )::text
      END),
      ('request of key ' || key.key || ' and its journal', CASE
        WHEN wish.asked IS DISTINCT FROM wish.kept THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each(wish.asked) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce(wish.kept, '{}') -> member.name
        )::text
      END, CASE
        WHEN wish.asked IS DISTINCT FROM wish.kept THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each(wish.kept) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce(wish.asked, '{}') -> member.name
        )::text
      END),
      ('request of key ' || key.key || ' and its journal', CASE WHEN witness.digest IS NOT NULL THEN key.request END, witness.digest),
      ('hold under key ' || key.key, CASE
        WHEN kept_hold.lasting IS DISTINCT FROM (key.hold - ARRAY['captured', 'status', 'endedAt', 'expiresAt']) THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each(kept_hold.lasting) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce((key.hold - ARRAY['captured', 'status', 'endedAt', 'expiresAt']), '{}') -> member.name
        )::text
      END, CASE
        WHEN kept_hold.lasting IS DISTINCT FROM (key.hold - ARRAY['captured', 'status', 'endedAt', 'expiresAt']) THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each((key.hold - ARRAY['captured', 'status', 'endedAt', 'expiresAt'])) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce(kept_hold.lasting, '{}') -> member.name
        )::text
      END),
      (
        'hold ' || kept_hold.id || ' as it was last told, under key ' || key.key,
        CASE WHEN kept_hold.is_last THEN kept_hold.changing || CASE kept_hold.status WHEN 'expired' THEN '{}' ELSE kept_hold.ending END END::text,
        CASE
          WHEN kept_hold.is_last THEN jsonb_build_object('captured', key.hold -> 'captured', 'expiresAt', key.hold -> 'expiresAt')
            || CASE kept_hold.status WHEN 'expired' THEN '{}' ELSE jsonb_build_object('status', key.hold -> 'status', 'endedAt', key.hold -> 'endedAt') END
        END::text
      ),
      ('account under key ' || key.key, CASE
        WHEN kept_account.value IS DISTINCT FROM (key.account - ARRAY['balance', 'status']) THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each(kept_account.value) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce((key.account - ARRAY['balance', 'status']), '{}') -> member.name
        )::text
      END, CASE
        WHEN kept_account.value IS DISTINCT FROM (key.account - ARRAY['balance', 'status']) THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each((key.account - ARRAY['balance', 'status'])) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce(kept_account.value, '{}') -> member.name
        )::text
      END)
  ) AS told (place, expected, found)
  CROSS JOIN LATERAL (SELECT 'I7' AS invariant, told.place, told.expected, told.found) AS fact
  WHERE fact.expected IS DISTINCT FROM fact.found
  UNION ALL
  SELECT 'I7', 'balance of ' || (one ->> 'account') || ' under key ' || told.key, kept.value::text, one::text
  FROM told
  CROSS JOIN LATERAL jsonb_array_elements(told.balances) AS one
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object(
    'account', account.code,
    'posted', jsonb_build_object('amount', (step.posted)::text, 'currency', account.currency),
    'held', jsonb_build_object('amount', (step.held)::text, 'currency', account.currency),
    'usable', jsonb_build_object('amount', (step.posted - step.held)::text, 'currency', account.currency),
    'version', step.version
  ) AS value
    FROM ledger.account
    CROSS JOIN LATERAL (
      SELECT entry.version, entry.posted, entry.held
      FROM ledger.entry
      WHERE entry.book_id = account.book_id
        AND entry.account_id = account.id
        AND entry.version = (one ->> 'version')::bigint
      UNION ALL
      SELECT event.version, event.posted, event.held
      FROM ledger.hold_event AS event
      WHERE event.book_id = account.book_id
        AND event.account_id = account.id
        AND event.version = (one ->> 'version')::bigint
      UNION ALL
      SELECT 0, 0, 0
      WHERE one ->> 'version' = '0'
    ) AS step
    WHERE account.book_id = told.book_id
      AND account.code = one ->> 'account'
    LIMIT 1
  ) AS kept ON true
  WHERE kept.value IS DISTINCT FROM one
  ) AS checked;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking standings.
WITH slice AS MATERIALIZED (
  SELECT standing.*
  FROM ledger.standing
  WHERE true
    AND true
    AND true
  ORDER BY standing.book_id, standing.account_id, standing.recorded_at, standing.version
  LIMIT ALL
)

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
      LEFT JOIN LATERAL (
        SELECT header.recorded_at, header.batch, header.position
        FROM ledger.journal AS header
        WHERE header.book_id = entry.book_id
          AND header.id = entry.journal_id
        LIMIT 1
      ) AS journal ON true
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
    SELECT ((coalesce(max(earlier.version), 0) / 8 + 1) * 8) AS version
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
  LEFT JOIN LATERAL (
    (
      SELECT entry.posted, entry.held, journal.recorded_at
      FROM ledger.entry
      LEFT JOIN LATERAL (
        SELECT header.recorded_at, header.batch, header.position
        FROM ledger.journal AS header
        WHERE header.book_id = entry.book_id
          AND header.id = entry.journal_id
        LIMIT 1
      ) AS journal ON true
      WHERE entry.book_id = standing.book_id
        AND entry.account_id = standing.account_id
        AND entry.version = mark.version
    )
    UNION ALL
    (
      SELECT event.posted, event.held, event.recorded_at
      FROM ledger.hold_event AS event
      WHERE event.book_id = standing.book_id
        AND event.account_id = standing.account_id
        AND event.version = mark.version
    )
    LIMIT 1
  ) AS passed ON true
  CROSS JOIN LATERAL (
    SELECT 'of account ' || coalesce(account.code, standing.account_id::text) || ' at version ' || standing.version AS name
  ) AS which
  CROSS JOIN LATERAL (
    VALUES
      ('I11', 'posted standing ' || which.name, step.posted::text, standing.posted::text),
      ('I11', 'held standing ' || which.name, step.held::text, standing.held::text),
      ('I11', 'time of the standing ' || which.name, to_char(step.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), to_char(standing.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      (
        'I11',
        'time of version ' || mark.version || ', the first that the standing ' || which.name || ' is for',
        CASE WHEN mark.version <= standing.version THEN to_char(standing.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END,
        CASE WHEN mark.version <= standing.version THEN to_char(passed.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking shifted entries.
WITH slice AS MATERIALIZED (
  SELECT shifted_entry.*
  FROM ledger.shifted_entry
  WHERE true
    AND true
    AND true
  ORDER BY shifted_entry.book_id, shifted_entry.account_id, shifted_entry.span, shifted_entry.effective_at, shifted_entry.version
  LIMIT ALL
)

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
      ('I11', 'business time ' || which.name, to_char(entry.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), to_char(shifted.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      ('I11', 'recorded time ' || which.name, to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), to_char(shifted.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

\echo Checking tallies.
WITH slice AS MATERIALIZED (
  SELECT book.id AS book_id, book.code
  FROM ledger.book
  WHERE true
    AND true
  ORDER BY book.id
  LIMIT ALL
)

  SELECT fact.*
  FROM slice AS book
  CROSS JOIN LATERAL (
    SELECT
      count(*) FILTER (WHERE (key.request LIKE '%"type":"post-journal","v":_}' OR key.request LIKE 'sha256:%') OR key.request LIKE '%"type":"capture-hold","v":_}' OR key.request LIKE '%"type":"reverse-journal","v":_}') AS journals,
      count(*) FILTER (WHERE key.request LIKE '%"type":"place-hold","v":_}') AS placed,
      count(*) FILTER (WHERE key.request LIKE '%"type":"extend-hold","v":_}') AS extended,
      count(*) FILTER (WHERE key.request LIKE '%"type":"void-hold","v":_}') AS voided
    FROM ledger.key
    WHERE key.book_id = book.book_id
      AND (key.outcome IS NULL OR key.outcome LIKE '{"result":%')
  ) AS told
  CROSS JOIN LATERAL (
    SELECT count(*) AS journals
    FROM ledger.journal
    WHERE journal.book_id = book.book_id
  ) AS kept
  CROSS JOIN LATERAL (
    SELECT
      count(*) FILTER (WHERE event.type = 'placed') AS placed,
      count(*) FILTER (WHERE event.type = 'extended') AS extended,
      count(*) FILTER (WHERE event.type = 'voided') AS voided
    FROM ledger.hold_event AS event
    WHERE event.book_id = book.book_id
  ) AS happened
  CROSS JOIN LATERAL (
    VALUES
      ('I7', 'keys of book ' || book.code || ' that posted a journal', kept.journals::text, told.journals::text),
      ('I7', 'keys of book ' || book.code || ' that placed a hold', happened.placed::text, told.placed::text),
      ('I7', 'keys of book ' || book.code || ' that extended a hold', happened.extended::text, told.extended::text),
      ('I7', 'keys of book ' || book.code || ' that voided a hold', happened.voided::text, told.voided::text)
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found;
\if :ERROR
  SELECT :failed + 1 AS failed \gset
\else
  SELECT :found + :ROW_COUNT AS found \gset
\endif

ROLLBACK;

\set ON_ERROR_STOP on
SELECT :found > 0 OR :failed > 0 AS is_broken \gset
\if :is_broken
  \echo The books do not verify. Findings: :found, checks that could not be made: :failed
  DO $$ BEGIN RAISE EXCEPTION 'The books do not verify: see the lines above.'; END $$;
\else
  \echo The books verify.
\endif
