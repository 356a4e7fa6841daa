-- Creates the triggers by which the database refuses a wrong book from anybody: a bug, or a person with psql.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.
--
-- SQLSTATE EK001: a row that is for ever was to be changed. EK002: a journal is not whole. EK003: a hold ends once.
-- EK004: a key has one outcome. EK005: an account was to be redefined.

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

-- A journal and its entries are written by one statement (INSERT ... with a CTE). Both triggers below then run at its
-- end and see both. The first asks that no journal came without entries, the second that the entries of each journal
-- are all there, balance, and came with it. Once a statement and not once a row: 15 microseconds a journal, not 41.
CREATE FUNCTION ledger.refuse_journal_without_entries()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
-- A plan made while the tables were empty would be kept, and would scan them when they are full.
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  incomplete uuid;
BEGIN
  -- A scalar subquery and not NOT EXISTS, which becomes a join that reads all entries there are: 13 ms a batch against
  -- 0.3 with 15,000 of them, and growing.
  SELECT journal.id
  INTO incomplete
  FROM new_journal AS journal
  WHERE (
    SELECT entry.line
    FROM ledger.entry
    WHERE entry.book_id = journal.book_id
      AND entry.journal_id = journal.id
      AND entry.line = 1
  ) IS NULL
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
-- A plan made while the tables were empty would be kept, and would scan them when they are full.
SET plan_cache_mode = force_custom_plan
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
        sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
      FROM new_entry AS entry
      LEFT JOIN ledger.account
        ON account.book_id = entry.book_id
       AND account.id = entry.account_id
      GROUP BY entry.book_id, entry.journal_id, account.currency
    ) AS by_currency
    LEFT JOIN ledger.journal
      ON journal.book_id = by_currency.book_id
     AND journal.id = by_currency.journal_id
    GROUP BY by_currency.book_id, by_currency.journal_id, journal.id, journal.transaction_id, journal.entry_count
  ) AS sums
  WHERE sums.reason IS NOT NULL
  LIMIT 1;

  IF wrong.journal_id IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s %s.', wrong.journal_id, wrong.reason),
      HINT    = 'Insert a journal and all its entries in one statement.';
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
