-- Creates the function by which a statement of the ledger refuses to have found fewer rows than it was to write.
-- Locks nothing that is in use: it is new. Takes milliseconds, whatever the database holds.
--
-- The writes of a batch and its COMMIT are sent together, before anything of them is answered. Whatever must keep the
-- COMMIT from happening has to be said in the database.

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
