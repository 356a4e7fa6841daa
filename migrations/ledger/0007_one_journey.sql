-- Lets a batch be written in one journey: a key names the journal it is claimed for, which then tells its outcome, so that
-- most keys are written once; and a statement that finds fewer rows than it was to write refuses them itself, because
-- its COMMIT is sent with it, before anything is answered.
-- Takes ACCESS EXCLUSIVE on ledger.key for milliseconds: a column without a default rewrites nothing.

ALTER TABLE ledger.key ADD COLUMN journal_id uuid;

-- Only rejections and what tells of a hold still write a second version of the row.
ALTER TABLE ledger.key SET (fillfactor = 90);

COMMENT ON COLUMN ledger.key.journal_id IS 'The id that its journal has if a journal is all that it comes to. Given when it is claimed, before anybody knows.';
COMMENT ON COLUMN ledger.key.outcome    IS 'The answer as it was given. Empty where the journal tells it, and while its transaction is under way.';

CREATE OR REPLACE FUNCTION ledger.refuse_second_outcome()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
BEGIN
  IF OLD.outcome IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK004',
      MESSAGE = format('Key %L has its outcome.', OLD.key),
      HINT    = 'A new intention needs a new key.';
  END IF;
  PERFORM 1
  FROM ledger.journal
  WHERE journal.book_id = OLD.book_id
    AND journal.id = OLD.journal_id
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK004',
      MESSAGE = format('Key %L has its outcome, which is journal %s.', OLD.key, OLD.journal_id),
      HINT    = 'A new intention needs a new key.';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF (NEW.book_id, NEW.key, NEW.request) IS DISTINCT FROM (OLD.book_id, OLD.key, OLD.request)
     OR NEW.journal_id IS DISTINCT FROM OLD.journal_id THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK004',
      MESSAGE = format('Key %L keeps its request.', OLD.key);
  END IF;
  RETURN NEW;
END
$$;

CREATE FUNCTION ledger.refuse_missing_rows(what text, expected bigint, counted bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF counted <> expected THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK007',
      MESSAGE = format('%s %s were to be written and %s were found.', expected, what, counted);
  END IF;
END
$$;

COMMENT ON FUNCTION ledger.refuse_missing_rows(text, bigint, bigint) IS
  'Refuses a write that did not find every row it was meant for.';
