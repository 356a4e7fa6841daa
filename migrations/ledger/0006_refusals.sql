-- Creates the triggers by which the database refuses a wrong book from anybody: a bug, or a person with psql.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.
--
-- SQLSTATE EK001: a row that is for ever was to be changed. EK002: a journal is not whole. EK003: a hold ends once.
-- EK004: a key has one outcome. EK005: an account was to be redefined. EK006: the totals of an account are not what
-- its entries and hold events make them.
--
-- Functions that look rows up keep their plans for as long as a session lasts, and may have made them while the tables
-- were empty. Such a plan must be right for any number of rows: no sequential scan; rows looked up one by one, inside
-- LATERAL with a LIMIT, which no planner turns into another kind of join; and by conditions that only one index answers
-- best. Planning anew at each call was tried: it took half a millisecond of every single post.

CREATE FUNCTION ledger.refuse_change()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK001',
    MESSAGE = format('%s on ledger.%s is refused: what is recorded stays.', TG_OP, TG_TABLE_NAME),
    HINT    = 'Correct a journal by a reversal.',
    SCHEMA  = 'ledger',
    TABLE   = TG_TABLE_NAME;
END
$$;

COMMENT ON FUNCTION ledger.refuse_change() IS 'Refuses to change or remove what is recorded for ever.';

CREATE TRIGGER journal_is_for_ever    BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.journal    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER entry_is_for_ever      BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry      FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER hold_event_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.hold_event FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER account_stays          BEFORE DELETE OR TRUNCATE           ON ledger.account    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER hold_stays             BEFORE DELETE OR TRUNCATE           ON ledger.hold       FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER book_stays             BEFORE DELETE OR TRUNCATE           ON ledger.book       FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- A journal, its entries, hold events and the new totals of their accounts are written by one statement (with CTEs).
-- The triggers below then run at its end and see all of it. The first asks that no journal came without entries; the
-- second that the entries of each journal are all there, balance, and came with it; the rest that the totals of each
-- account are what its entries and hold events add up to. Once a statement, not once a row: that is a third of the price.
CREATE FUNCTION ledger.refuse_journal_without_entries()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  incomplete uuid;
BEGIN
  -- NOT EXISTS would become a join that reads all entries there are: 13 ms a batch against 0.3 with 15,000 of them, and
  -- growing.
  SELECT journal.id
  INTO incomplete
  FROM new_journal AS journal
  LEFT JOIN LATERAL (
    SELECT entry.line
    FROM ledger.entry
    WHERE entry.journal_id = journal.id
      AND entry.line = 1
    LIMIT 1
  ) AS first_entry ON true
  WHERE first_entry.line IS NULL
  LIMIT 1;

  IF incomplete IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s came without its entries.', incomplete),
      HINT    = 'Insert a journal and all its entries in one statement.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_journal_without_entries() IS 'Refuses a journal that does not bring its entries.';

CREATE FUNCTION ledger.refuse_unbalanced_entries()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  wrong record;
BEGIN
  SELECT sums.journal_id, sums.reason
  INTO wrong
  FROM (
    SELECT
      by_currency.journal_id,
      CASE
        WHEN journal.id IS NULL THEN 'is not there'
        WHEN journal.transaction_id <> pg_current_xact_id() THEN 'was posted before; entries cannot be added later'
        WHEN sum(by_currency.entries) <> journal.entry_count THEN
          format('says it has %s entries and has %s', journal.entry_count, sum(by_currency.entries))
        WHEN bool_or(by_currency.currency IS NULL) THEN 'has an entry on an account that is not in its book'
        WHEN bool_or(by_currency.is_uncounted) THEN 'has an entry that the totals of its account do not count'
        WHEN bool_or(by_currency.balance <> 0) THEN 'does not balance'
        WHEN min(by_currency.first_line) <> 1 OR max(by_currency.last_line) <> journal.entry_count THEN
          'has gaps in its lines'
      END AS reason
    FROM (
      SELECT
        entry.book_id,
        entry.journal_id,
        account.currency,
        count(*) AS entries,
        min(entry.line) AS first_line,
        max(entry.line) AS last_line,
        bool_or(entry.version > account.version OR event.version IS NOT NULL) AS is_uncounted,
        sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
      FROM new_entry AS entry
      LEFT JOIN LATERAL (
        SELECT counted.currency, counted.version
        FROM ledger.account AS counted
        WHERE counted.book_id = entry.book_id
          AND counted.id = entry.account_id
        LIMIT 1
      ) AS account ON true
      LEFT JOIN LATERAL (
        SELECT hold_event.version
        FROM ledger.hold_event
        WHERE hold_event.book_id = entry.book_id
          AND hold_event.account_id = entry.account_id
          AND hold_event.version = entry.version
        LIMIT 1
      ) AS event ON true
      GROUP BY entry.book_id, entry.journal_id, account.currency
    ) AS by_currency
    LEFT JOIN LATERAL (
      SELECT header.id, header.transaction_id, header.entry_count
      FROM ledger.journal AS header
      WHERE header.book_id = by_currency.book_id
        AND header.id = by_currency.journal_id
      LIMIT 1
    ) AS journal ON true
    GROUP BY by_currency.book_id, by_currency.journal_id, journal.id, journal.transaction_id, journal.entry_count
  ) AS sums
  WHERE sums.reason IS NOT NULL
  LIMIT 1;

  IF wrong.journal_id IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s %s.', wrong.journal_id, wrong.reason),
      HINT    = 'Insert a journal, all its entries and the totals of their accounts in one statement.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_unbalanced_entries() IS 'Refuses entries that are not the whole, balanced rest of a journal posted with them.';

CREATE TRIGGER journal_has_entries
AFTER INSERT ON ledger.journal
REFERENCING NEW TABLE AS new_journal
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_journal_without_entries();

CREATE TRIGGER entry_balances
AFTER INSERT ON ledger.entry
REFERENCING NEW TABLE AS new_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unbalanced_entries();

CREATE FUNCTION ledger.refuse_uncounted_events()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  uncounted uuid;
BEGIN
  SELECT event.hold_id
  INTO uncounted
  FROM new_event AS event
  LEFT JOIN LATERAL (
    SELECT counted.version
    FROM ledger.account AS counted
    WHERE counted.book_id = event.book_id
      AND counted.id = event.account_id
    LIMIT 1
  ) AS account ON true
  LEFT JOIN LATERAL (
    SELECT held_on.account_id
    FROM ledger.hold AS held_on
    WHERE held_on.book_id = event.book_id
      AND held_on.id = event.hold_id
    LIMIT 1
  ) AS hold ON true
  LEFT JOIN LATERAL (
    SELECT entry.version
    FROM ledger.entry
    WHERE entry.book_id = event.book_id
      AND entry.account_id = event.account_id
      AND entry.version = event.version
    LIMIT 1
  ) AS twin ON true
  WHERE event.version <= account.version IS NOT TRUE
     OR hold.account_id = event.account_id IS NOT TRUE
     OR twin.version IS NOT NULL
  LIMIT 1;

  IF uncounted IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK006',
      MESSAGE = format('An event of hold %s is not counted by the totals of its account.', uncounted),
      HINT    = 'Insert hold events and the totals of their accounts in one statement.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_uncounted_events() IS 'Refuses hold events that the totals of their account do not count.';

CREATE TRIGGER hold_event_is_counted
AFTER INSERT ON ledger.hold_event
REFERENCING NEW TABLE AS new_event
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_uncounted_events();

CREATE FUNCTION ledger.refuse_unfounded_totals()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  unfounded text;
BEGIN
  -- The steps of each account since its last totals: as many as its version says, without a gap, each with the
  -- balance that it left, and the last one with the totals.
  SELECT changed.code
  INTO unfounded
  FROM new_account AS changed
  JOIN old_account AS before
    ON before.book_id = changed.book_id
   AND before.id = changed.id
  CROSS JOIN LATERAL (
    SELECT
      count(*) AS steps,
      count(*) FILTER (WHERE step.is_entry) AS entries,
      coalesce(sum(step.posted_by), 0) AS posted_by,
      coalesce(sum(step.held_by), 0) AS held_by,
      coalesce(bool_and(
        step.version = before.version + step.place
        AND step.posted = before.posted + step.posted_so_far
        AND step.held = before.held + step.held_so_far
      ), true) AS is_unbroken
    FROM (
      SELECT
        each.*,
        row_number() OVER by_version AS place,
        sum(each.posted_by) OVER by_version AS posted_so_far,
        sum(each.held_by) OVER by_version AS held_so_far
      FROM (
        SELECT
          entry.version,
          entry.posted,
          entry.held,
          CASE WHEN (entry.side = 'debit') = (changed.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END AS posted_by,
          0 AS held_by,
          true AS is_entry
        FROM ledger.entry
        WHERE entry.book_id = changed.book_id
          AND entry.account_id = changed.id
          AND entry.version > before.version
        UNION ALL
        SELECT
          event.version,
          event.posted,
          event.held,
          0 AS posted_by,
          CASE event.type WHEN 'placed' THEN event.amount ELSE -event.amount END AS held_by,
          false AS is_entry
        FROM ledger.hold_event AS event
        WHERE event.book_id = changed.book_id
          AND event.account_id = changed.id
          AND event.version > before.version
      ) AS each
      WINDOW by_version AS (ORDER BY each.version)
    ) AS step
  ) AS since
  WHERE (changed.version, changed.entry_count, changed.posted, changed.held)
        <> (
          before.version + since.steps,
          before.entry_count + since.entries,
          before.posted + since.posted_by,
          before.held + since.held_by
        )
     OR NOT since.is_unbroken
  LIMIT 1;

  IF unfounded IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK006',
      MESSAGE = format('The totals of account %s are not what its entries and hold events add up to.', unfounded),
      HINT    = 'Write entries, hold events and the totals of their accounts in one statement.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_unfounded_totals() IS 'Refuses totals of an account that its entries and hold events do not add up to.';

CREATE TRIGGER account_totals_are_founded
AFTER UPDATE ON ledger.account
REFERENCING OLD TABLE AS old_account NEW TABLE AS new_account
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unfounded_totals();

-- An account is opened with nothing in it; its first totals are an update, which is then asked for its reasons.
CREATE FUNCTION ledger.refuse_endowment()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK006',
    MESSAGE = format('Account %s was to be opened with something in it.', NEW.code),
    HINT    = 'Open it empty, then post a journal.';
END
$$;

COMMENT ON FUNCTION ledger.refuse_endowment() IS 'Refuses an account that is opened with something in it.';

CREATE TRIGGER account_opens_empty
BEFORE INSERT ON ledger.account
FOR EACH ROW
WHEN ((NEW.posted, NEW.held, NEW.version, NEW.entry_count) IS DISTINCT FROM (0::numeric, 0::numeric, 0::bigint, 0::bigint))
EXECUTE FUNCTION ledger.refuse_endowment();

CREATE FUNCTION ledger.refuse_second_end()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.status <> 'open' THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK003',
      MESSAGE = format('Hold %s is %s already. A hold ends once.', OLD.id, OLD.status);
  END IF;
  IF (NEW.book_id, NEW.id, NEW.account_id, NEW.key, NEW.kind, NEW.amount, NEW.placed_at, NEW.metadata)
     IS DISTINCT FROM (OLD.book_id, OLD.id, OLD.account_id, OLD.key, OLD.kind, OLD.amount, OLD.placed_at, OLD.metadata)
     OR NEW.description IS DISTINCT FROM OLD.description
     OR NEW.captured < OLD.captured THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK003',
      MESSAGE = format('Hold %s keeps what it was placed with, and what is captured stays captured.', OLD.id);
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION ledger.refuse_second_end() IS 'Refuses a second end of a hold, and any change of what it was placed with.';

CREATE TRIGGER hold_ends_once BEFORE UPDATE ON ledger.hold FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_end();

CREATE FUNCTION ledger.refuse_second_outcome()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.outcome IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK004',
      MESSAGE = format('Key %L has its outcome.', OLD.key),
      HINT    = 'A new intention needs a new key.';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF (NEW.book_id, NEW.key, NEW.request) IS DISTINCT FROM (OLD.book_id, OLD.key, OLD.request) THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK004',
      MESSAGE = format('Key %L keeps its request.', OLD.key);
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION ledger.refuse_second_outcome() IS 'Refuses to change or remove a key that has its outcome.';

CREATE TRIGGER key_has_one_outcome BEFORE UPDATE OR DELETE ON ledger.key FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_outcome();
CREATE TRIGGER key_stays BEFORE TRUNCATE ON ledger.key FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE FUNCTION ledger.refuse_redefinition()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK005',
    MESSAGE = format('Account %s keeps its definition, its versions only grow, and closed is closed.', OLD.code),
    HINT    = 'Open another account under another code.';
END
$$;

COMMENT ON FUNCTION ledger.refuse_redefinition() IS 'Refuses to change what an account is, or to take back what happened on it.';

CREATE TRIGGER account_keeps_definition
BEFORE UPDATE ON ledger.account
FOR EACH ROW
WHEN (
  (OLD.book_id, OLD.id, OLD.code, OLD.type, OLD.currency, OLD.scale, OLD.opened_at, OLD.metadata)
    IS DISTINCT FROM (NEW.book_id, NEW.id, NEW.code, NEW.type, NEW.currency, NEW.scale, NEW.opened_at, NEW.metadata)
  OR OLD.floor IS DISTINCT FROM NEW.floor
  OR OLD.ceiling IS DISTINCT FROM NEW.ceiling
  OR OLD.status = 'closed'
  OR NEW.version < OLD.version
  OR NEW.entry_count < OLD.entry_count
  OR NEW.changed_at < OLD.changed_at
)
EXECUTE FUNCTION ledger.refuse_redefinition();
