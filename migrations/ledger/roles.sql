-- Gives two roles of yours exactly what they need: one for the service that keeps the books, one for whoever reads
-- them. Names are yours, so this is no migration: create the roles, then run it as the owner of the schema, again
-- after every migration:
--
--   psql -v application=wallet -v auditor=audit -f roles.sql
--
-- Neither role may own the schema or be a superuser: an owner can switch a trigger off. What is not granted here is
-- refused, and what is granted is watched by the triggers: see 0006_refusals.sql.

BEGIN;

REVOKE ALL ON SCHEMA ledger                  FROM PUBLIC, :"application", :"auditor";
REVOKE ALL ON ALL TABLES IN SCHEMA ledger    FROM PUBLIC, :"application", :"auditor";
REVOKE ALL ON ALL SEQUENCES IN SCHEMA ledger FROM PUBLIC, :"application", :"auditor";
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC, :"application", :"auditor";

GRANT USAGE  ON SCHEMA ledger               TO :"application", :"auditor";
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO :"application", :"auditor";

-- Books and accounts are opened, never redefined. An account is opened empty: its totals have no INSERT.
GRANT INSERT (code) ON ledger.book TO :"application";

GRANT INSERT (book_id, id, code, type, currency, scale, floor, ceiling, metadata, opened_at, changed_at),
      UPDATE (posted, held, version, entry_count, status, changed_at)
ON ledger.account TO :"application";

-- What is recorded is for ever: INSERT and nothing else. The writing transaction is told by the database, not by the
-- writer, because the feed is ordered by it.
GRANT INSERT (book_id, id, key, kind, description, reference, effective_at, recorded_at, metadata,
              reverses, captures, entry_count, batch, position)
ON ledger.journal TO :"application";

GRANT INSERT ON ledger.entry TO :"application";

GRANT INSERT (book_id, account_id, version, hold_id, type, amount, posted, held,
              journal_id, recorded_at, batch, position)
ON ledger.hold_event TO :"application";

GRANT INSERT,
      UPDATE (captured, status, expires_at, ended_at)
ON ledger.hold TO :"application";

-- A key is claimed, then given its outcome, or deleted when its command could not be judged.
GRANT INSERT (book_id, key, request, journal_id),
      UPDATE (outcome),
      DELETE
ON ledger.key TO :"application";

-- By which its writes refuse to have found too little.
GRANT EXECUTE ON FUNCTION ledger.refuse_missing_rows(text, bigint, bigint) TO :"application";

-- USAGE draws the next number; setting a number would take UPDATE.
GRANT USAGE ON SEQUENCE ledger.batch_sequence TO :"application";

COMMIT;
