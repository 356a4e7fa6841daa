-- An account is looked at once when its totals change. Two triggers looked at each row before it was changed, for which
-- PostgreSQL fetches and locks the row a second time: that an account goes forward is asked with everything else about its
-- totals now, and that it keeps its definition after the change, and only where a statement names a column of it. Where
-- accounts stand is gathered in the same pass; each had been compared with all that pass a mark, which is quadratic.
-- Takes ACCESS EXCLUSIVE on ledger.account for milliseconds, whatever the database holds.

CREATE OR REPLACE FUNCTION ledger.refuse_unfounded_totals()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_nestloop = off
AS $$
DECLARE
  turned_back text;
  unfounded   text;
  standings   ledger.standing[];
BEGIN
  -- The steps of each account since its last totals: as many as its version says, without a gap, each with the
  -- balance that it left, and the last one with the totals.
  SELECT
    min(change.code) FILTER (WHERE change.is_turned_back),
    min(change.code) FILTER (WHERE change.is_founded IS NOT TRUE),
    array_agg(change.standing) FILTER (WHERE change.passes_mark)
  INTO turned_back, unfounded, standings
  FROM (
    SELECT
      changed.code,
      before.status = 'closed'
        OR changed.version < before.version
        OR changed.entry_count < before.entry_count
        OR changed.changed_at < before.changed_at AS is_turned_back,
      changed.version / 8 > before.version / 8 AS passes_mark,
      ROW(
        changed.book_id, changed.id, changed.changed_at, changed.version, changed.posted, changed.held
      )::ledger.standing AS standing,
      CASE
        WHEN changed.version = before.version + 1
         AND changed.entry_count = before.entry_count + 1
         AND changed.held = before.held THEN (
          SELECT
            entry.posted = changed.posted
            AND entry.held = changed.held
            AND changed.posted - before.posted
              = CASE WHEN (entry.side = 'debit') = (changed.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END
          FROM ledger.entry
          WHERE entry.book_id = changed.book_id
            AND entry.account_id = changed.id
            AND entry.version = changed.version
          LIMIT 1
        )
        ELSE (
          SELECT
            (changed.version, changed.entry_count, changed.posted, changed.held)
            = (
              before.version + count(*),
              before.entry_count + count(*) FILTER (WHERE step.is_entry),
              before.posted + coalesce(sum(step.posted_by), 0),
              before.held + coalesce(sum(step.held_by), 0)
            )
            AND coalesce(bool_and(
              step.version = before.version + step.place
              AND step.posted = before.posted + step.posted_so_far
              AND step.held = before.held + step.held_so_far
            ), true)
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
        )
      END AS is_founded
    FROM new_account AS changed
    JOIN old_account AS before
      ON before.book_id = changed.book_id
     AND before.id = changed.id
  ) AS change;

  IF turned_back IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK005',
      MESSAGE = format('Account %s goes forward: its versions and its time only grow, and closed is closed.', turned_back),
      HINT    = 'Open another account under another code.';
  END IF;

  IF unfounded IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK006',
      MESSAGE = format('The totals of account %s are not what its entries and hold events add up to.', unfounded),
      HINT    = 'Write entries, hold events and the totals of their accounts in one statement.';
  END IF;

  IF standings IS NOT NULL THEN
    INSERT INTO ledger.standing (book_id, account_id, recorded_at, version, posted, held)
    SELECT mark.book_id, mark.account_id, mark.recorded_at, mark.version, mark.posted, mark.held
    FROM unnest(standings) AS mark;
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_unfounded_totals() IS
  'Refuses totals of an account that its entries and hold events do not add up to, or that take back what happened on it, and writes down where accounts stand.';

DROP TRIGGER account_goes_forward ON ledger.account;

-- The comparison is here and not in a WHEN: PostgreSQL copies the text of that for every statement that updates accounts.
CREATE OR REPLACE FUNCTION ledger.refuse_redefinition()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (
    NEW.book_id, NEW.id, NEW.code, NEW.type, NEW.currency, NEW.scale, NEW.floor, NEW.ceiling, NEW.metadata, NEW.opened_at
  ) IS DISTINCT FROM (
    OLD.book_id, OLD.id, OLD.code, OLD.type, OLD.currency, OLD.scale, OLD.floor, OLD.ceiling, OLD.metadata, OLD.opened_at
  ) THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK005',
      MESSAGE = format('Account %s keeps its definition.', OLD.code),
      HINT    = 'Open another account under another code.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_redefinition() IS 'Refuses to change what an account is.';

DROP TRIGGER account_keeps_definition ON ledger.account;

CREATE TRIGGER account_keeps_definition
AFTER UPDATE OF book_id, id, code, type, currency, scale, floor, ceiling, metadata, opened_at ON ledger.account
FOR EACH ROW
EXECUTE FUNCTION ledger.refuse_redefinition();
