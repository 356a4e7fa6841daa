-- GENERATED from the files in this folder by packages/ledger/scripts/dump-schema.ts. Do not edit.
-- Schema ledger as PostgreSQL 18 holds it after all of them. To read, not to run: that is what the files
-- are for.

CREATE SCHEMA ledger;
COMMENT ON SCHEMA ledger IS 'Evenkeel: double-entry books. Written by @evenkeel/ledger alone; its history is in ledger.migration.';


CREATE SEQUENCE ledger.batch_sequence AS bigint INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807 START 1 CACHE 1;
COMMENT ON SEQUENCE ledger.batch_sequence IS 'Numbers batches after their accounts are locked; the order of the feed.';


CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK001',
    MESSAGE = format('%s on ledger.%s is refused: what is recorded stays.', TG_OP, TG_TABLE_NAME),
    HINT    = 'Correct a journal by a reversal.',
    SCHEMA  = 'ledger',
    TABLE   = TG_TABLE_NAME;
END
$function$;
COMMENT ON FUNCTION ledger.refuse_change() IS 'Refuses to change or remove what is recorded for ever.';


CREATE OR REPLACE FUNCTION ledger.refuse_endowment()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK006',
    MESSAGE = format('Account %s was to be opened with something in it.', NEW.code),
    HINT    = 'Open it empty, then post a journal.';
END
$function$;
COMMENT ON FUNCTION ledger.refuse_endowment() IS 'Refuses an account that is opened with something in it.';


CREATE OR REPLACE FUNCTION ledger.refuse_ill_defined_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  broken text := CASE
    WHEN NEW.code !~ '^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)*$' OR length(NEW.code) > 255 THEN 'account_code_form'
    WHEN NEW.currency !~ '^[A-Z0-9_-]{3,24}$' THEN 'account_currency_form'
    WHEN NEW.floor = 'NaN' OR NEW.ceiling = 'NaN' THEN 'account_limits_numbers'
    WHEN jsonb_typeof(NEW.metadata) <> 'object' THEN 'account_metadata_form'
    WHEN NEW.scale NOT BETWEEN 0 AND 18 THEN 'account_scale_range'
    WHEN NEW.type NOT IN ('asset', 'liability', 'equity', 'income', 'expense') THEN 'account_type_known'
    WHEN NEW.status NOT IN ('open', 'frozen', 'closed') THEN 'account_status_known'
    WHEN NEW.changed_at < NEW.opened_at THEN 'account_time_order'
  END;
BEGIN
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE    = 'check_violation',
      MESSAGE    = format('new row for relation "account" violates check constraint "%s"', broken),
      SCHEMA     = 'ledger',
      TABLE      = 'account',
      CONSTRAINT = broken;
  END IF;
  RETURN NEW;
END
$function$;
COMMENT ON FUNCTION ledger.refuse_ill_defined_account() IS 'Refuses an account whose definition is not well formed.';


CREATE OR REPLACE FUNCTION ledger.refuse_journal_without_entries()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  broken     text;
  incomplete text;
  is_shifted boolean;
BEGIN
  -- NOT EXISTS would become a join that reads all entries there are: 13 ms a batch against 0.3 with 15,000 of them, and
  -- growing. The book is compared outside: beside the id it would make the index by account look as good while there is no row.
  SELECT
    min(CASE
      WHEN journal.kind !~ '^[a-z][a-z0-9_.-]*$' OR length(journal.kind) > 64 THEN 'journal_kind_form'
      WHEN journal.entry_count NOT BETWEEN 2 AND 1000 THEN 'journal_entry_count'
      WHEN jsonb_typeof(journal.metadata) <> 'object' THEN 'journal_metadata_form'
      WHEN journal.reverses IS NOT NULL AND journal.captures IS NOT NULL THEN 'journal_origin'
    END),
    min(journal.id::text) FILTER (WHERE first_entry.line IS NULL),
    bool_or(journal.effective_at <> journal.recorded_at)
  INTO broken, incomplete, is_shifted
  FROM new_journal AS journal
  LEFT JOIN LATERAL (
    SELECT entry.line, entry.book_id
    FROM ledger.entry
    WHERE entry.journal_id = journal.id
      AND entry.line = 1
    OFFSET 0
  ) AS first_entry ON first_entry.book_id = journal.book_id;

  IF broken IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE    = 'check_violation',
      MESSAGE    = format('new row for relation "journal" violates check constraint "%s"', broken),
      SCHEMA     = 'ledger',
      TABLE      = 'journal',
      CONSTRAINT = broken;
  END IF;

  IF incomplete IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s came without its entries.', incomplete),
      HINT    = 'Insert a journal and all its entries in one statement.';
  END IF;

  IF is_shifted THEN
    INSERT INTO ledger.shifted_entry (book_id, account_id, span, effective_at, version, recorded_at, posted_by)
    SELECT
      journal.book_id,
      entry.account_id,
      least(20, 1 + floor(ln(abs(extract(epoch FROM journal.effective_at - journal.recorded_at)) * 1000 + 1) / ln(4.0))),
      journal.effective_at,
      entry.version,
      journal.recorded_at,
      CASE WHEN (entry.side = 'debit') = (account.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END
    FROM new_journal AS journal
    CROSS JOIN LATERAL (
      SELECT line.book_id, line.account_id, line.version, line.side, line.amount
      FROM ledger.entry AS line
      WHERE line.journal_id = journal.id
      OFFSET 0
    ) AS entry
    CROSS JOIN LATERAL (
      SELECT owner.type
      FROM ledger.account AS owner
      WHERE owner.book_id = journal.book_id
        AND owner.id = entry.account_id
      LIMIT 1
    ) AS account
    WHERE journal.effective_at <> journal.recorded_at
      AND entry.book_id = journal.book_id;
  END IF;
  RETURN NULL;
END
$function$;
COMMENT ON FUNCTION ledger.refuse_journal_without_entries() IS 'Refuses a journal that does not bring its entries, and writes down those whose business time is another than their recorded one.';


CREATE OR REPLACE FUNCTION ledger.refuse_missing_rows(what text, expected bigint, counted bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF counted <> expected THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK007',
      MESSAGE = format('%s %s were to be written and %s were found.', expected, what, counted);
  END IF;
END
$function$;
COMMENT ON FUNCTION ledger.refuse_missing_rows(pg_catalog.text,bigint,bigint) IS 'Refuses a write that did not find every row it was meant for.';


CREATE OR REPLACE FUNCTION ledger.refuse_redefinition()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
COMMENT ON FUNCTION ledger.refuse_redefinition() IS 'Refuses to change what an account is.';


CREATE OR REPLACE FUNCTION ledger.refuse_second_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
COMMENT ON FUNCTION ledger.refuse_second_end() IS 'Refuses a second end of a hold, and any change of what it was placed with.';


CREATE OR REPLACE FUNCTION ledger.refuse_second_outcome()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;
COMMENT ON FUNCTION ledger.refuse_second_outcome() IS 'Refuses to change or remove a key that has its outcome.';


CREATE OR REPLACE FUNCTION ledger.refuse_unbalanced_entries()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  wrong record;
BEGIN
  SELECT told.journal_id, told.broken, told.reason
  INTO wrong
  FROM (
    SELECT
      whole.journal_id,
      whole.broken,
      CASE
        WHEN whole.broken IS NOT NULL THEN 'has an entry that is none'
        WHEN journal.id IS NULL THEN 'is not there'
        WHEN journal.transaction_id <> pg_current_xact_id() THEN 'was posted before; entries cannot be added later'
        WHEN whole.entries <> journal.entry_count THEN
          format('says it has %s entries and has %s', journal.entry_count, whole.entries)
        WHEN whole.is_elsewhere THEN 'has an entry on an account that is not in its book'
        WHEN whole.is_uncounted THEN 'has an entry that the totals of its account do not count'
        WHEN whole.first_line <> 1 OR whole.last_line <> journal.entry_count THEN 'has gaps in its lines'
        WHEN whole.first_currency <> whole.last_currency THEN 'is in several currencies'
        WHEN whole.balance <> 0 THEN 'does not balance'
      END AS reason
    FROM (
      SELECT
        entry.book_id,
        entry.journal_id,
        min(CASE
          WHEN entry.amount <= 0 OR entry.amount = 'NaN' THEN 'entry_amount_positive'
          WHEN entry.side NOT IN ('debit', 'credit') THEN 'entry_side_known'
          WHEN entry.version <= 0 THEN 'entry_version_counts'
        END) AS broken,
        count(*)::integer AS entries,
        min(entry.line) AS first_line,
        max(entry.line) AS last_line,
        min(account.currency) AS first_currency,
        max(account.currency) AS last_currency,
        bool_or(account.currency IS NULL) AS is_elsewhere,
        bool_or(
          entry.version > account.version
          OR account.version > account.entry_count AND (
            SELECT event.version
            FROM ledger.hold_event AS event
            WHERE event.book_id = entry.book_id
              AND event.account_id = entry.account_id
              AND event.version BETWEEN entry.version AND entry.version
            ORDER BY event.version
            LIMIT 1
          ) IS NOT NULL
        ) AS is_uncounted,
        sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
      FROM new_entry AS entry
      LEFT JOIN LATERAL (
        SELECT counted.currency, counted.version, counted.entry_count
        FROM ledger.account AS counted
        WHERE counted.book_id = entry.book_id
          AND counted.id = entry.account_id
        LIMIT 1
      ) AS account ON true
      GROUP BY entry.book_id, entry.journal_id
    ) AS whole
    LEFT JOIN LATERAL (
      SELECT header.id, header.transaction_id, header.entry_count
      FROM ledger.journal AS header
      WHERE header.book_id = whole.book_id
        AND header.id = whole.journal_id
      LIMIT 1
    ) AS journal ON true
  ) AS told
  WHERE told.reason IS NOT NULL
  ORDER BY told.reason = 'is in several currencies'
  LIMIT 1;

  -- That alone is nothing wrong. Nothing else is by now, if it balances in each of them.
  IF wrong.reason = 'is in several currencies' THEN
    SELECT entry.journal_id, NULL AS broken, 'does not balance' AS reason
    INTO wrong
    FROM new_entry AS entry
    CROSS JOIN LATERAL (
      SELECT owner.currency
      FROM ledger.account AS owner
      WHERE owner.book_id = entry.book_id
        AND owner.id = entry.account_id
      LIMIT 1
    ) AS account
    GROUP BY entry.journal_id, account.currency
    HAVING sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) <> 0
    LIMIT 1;
  END IF;

  IF wrong.broken IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE    = 'check_violation',
      MESSAGE    = format('new row for relation "entry" violates check constraint "%s"', wrong.broken),
      SCHEMA     = 'ledger',
      TABLE      = 'entry',
      CONSTRAINT = wrong.broken;
  END IF;

  IF wrong.journal_id IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s %s.', wrong.journal_id, wrong.reason),
      HINT    = 'Insert a journal, all its entries and the totals of their accounts in one statement.';
  END IF;
  RETURN NULL;
END
$function$;
COMMENT ON FUNCTION ledger.refuse_unbalanced_entries() IS 'Refuses entries that are not the whole, balanced rest of a journal posted with them.';


CREATE OR REPLACE FUNCTION ledger.refuse_uncounted_events()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;
COMMENT ON FUNCTION ledger.refuse_uncounted_events() IS 'Refuses hold events that the totals of their account do not count.';


CREATE OR REPLACE FUNCTION ledger.refuse_unfounded_totals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_nestloop TO 'off'
AS $function$
DECLARE
  broken            text;
  turned_back       text;
  unfounded         text;
  has_other_changes boolean;
  standings         ledger.standing[];
BEGIN
  SELECT
    min(change.broken),
    min(change.code) FILTER (WHERE change.is_turned_back),
    min(change.code) FILTER (WHERE NOT change.is_founded),
    bool_or(NOT change.is_one_entry),
    array_agg(change.standing) FILTER (WHERE change.passes_mark)
  INTO broken, turned_back, unfounded, has_other_changes, standings
  FROM (
    SELECT
      changed.code,
      CASE
        WHEN changed.posted = 'NaN' THEN 'account_posted_number'
        WHEN changed.status NOT IN ('open', 'frozen', 'closed') THEN 'account_status_known'
        WHEN changed.status = 'closed' AND (changed.posted <> 0 OR changed.held <> 0) THEN 'account_closed_empty'
      END AS broken,
      before.status = 'closed'
        OR changed.version < before.version
        OR changed.entry_count < before.entry_count
        OR changed.changed_at < before.changed_at AS is_turned_back,
      changed.version / 8 > before.version / 8 AS passes_mark,
      ROW(
        changed.book_id, changed.id, changed.changed_at, changed.version, changed.posted, changed.held
      )::ledger.standing AS standing,
      (changed.version, changed.entry_count, changed.held)
        = (before.version + 1, before.entry_count + 1, before.held) AS is_one_entry,
      CASE
        WHEN (changed.version, changed.entry_count, changed.held)
          = (before.version + 1, before.entry_count + 1, before.held) THEN coalesce((
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
          ), false)
      END AS is_founded
    FROM new_account AS changed
    JOIN old_account AS before
      ON before.book_id = changed.book_id
     AND before.id = changed.id
  ) AS change;

  -- The steps of each account since its last totals: as many as its version says, without a gap, each with the
  -- balance that it left, and the last one with the totals.
  IF has_other_changes AND broken IS NULL AND turned_back IS NULL AND unfounded IS NULL THEN
    SELECT min(changed.code)
    INTO unfounded
    FROM new_account AS changed
    JOIN old_account AS before
      ON before.book_id = changed.book_id
     AND before.id = changed.id
    WHERE (changed.version, changed.entry_count, changed.held)
       <> (before.version + 1, before.entry_count + 1, before.held)
      AND (
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
      ) IS NOT TRUE;
  END IF;

  IF broken IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE    = 'check_violation',
      MESSAGE    = format('new row for relation "account" violates check constraint "%s"', broken),
      SCHEMA     = 'ledger',
      TABLE      = 'account',
      CONSTRAINT = broken;
  END IF;

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
$function$;
COMMENT ON FUNCTION ledger.refuse_unfounded_totals() IS 'Refuses totals of an account that its entries and hold events do not add up to, or that take back what happened on it, and writes down where accounts stand.';


CREATE TABLE ledger.migration (
  id              integer                  NOT NULL,
  name            text                     NOT NULL,
  sha256          text                     NOT NULL,
  applied_at      timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  applied_by      text                     NOT NULL DEFAULT SESSION_USER,
  duration_ms     integer,
  package_version text                     NOT NULL,

  CONSTRAINT migration_pkey PRIMARY KEY (id),
  CONSTRAINT migration_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$'::text)
);
COMMENT ON TABLE ledger.migration IS 'Which files built this schema. Written by the migration runner alone.';
COMMENT ON COLUMN ledger.migration.id IS 'The number of the file: 1, 2, 3 without gaps.';
COMMENT ON COLUMN ledger.migration.name IS 'The name of the file, without its number and ending.';
COMMENT ON COLUMN ledger.migration.sha256 IS 'Of the file as it was applied; compared with the package at every start.';
COMMENT ON COLUMN ledger.migration.applied_at IS 'Before the file ran; after it, for a file outside a transaction.';
COMMENT ON COLUMN ledger.migration.applied_by IS 'The role that logged in to apply it.';
COMMENT ON COLUMN ledger.migration.duration_ms IS 'Empty where nobody measured: a plan, outside a transaction.';
COMMENT ON COLUMN ledger.migration.package_version IS 'The version of the package that brought the file.';


CREATE TABLE ledger.book (
  id         integer                  NOT NULL GENERATED ALWAYS AS IDENTITY,
  code       text                     COLLATE "C" NOT NULL,
  metadata   jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL DEFAULT now(),

  CONSTRAINT book_pkey PRIMARY KEY (id),
  CONSTRAINT book_code_key UNIQUE (code),
  CONSTRAINT book_code_form CHECK (code ~ '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$'::text),
  CONSTRAINT book_metadata_form CHECK (jsonb_typeof(metadata) = 'object'::text),
  CONSTRAINT book_metadata_size CHECK (octet_length(metadata::text) <= 16384)
);
CREATE TRIGGER book_stays BEFORE DELETE OR TRUNCATE ON ledger.book FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.book IS 'One set of accounts that balances by itself. Every other key of this schema begins with the book.';
COMMENT ON COLUMN ledger.book.id IS 'Given by the database; never shown outside and never reused.';
COMMENT ON COLUMN ledger.book.code IS 'The name callers use, such as main: 1 to 63 lower-case letters, digits, dots, underscores and hyphens.';
COMMENT ON COLUMN ledger.book.metadata IS 'A JSON object of the caller''s own, up to 16 KiB as text. The ledger never reads it.';
COMMENT ON COLUMN ledger.book.created_at IS 'The start of the transaction that opened the book, by the database clock.';


CREATE TABLE ledger.account (
  book_id     integer                  NOT NULL,
  id          uuid                     NOT NULL,
  code        text                     COLLATE "C" NOT NULL,
  type        text                     COLLATE "C" NOT NULL,
  currency    text                     COLLATE "C" NOT NULL,
  scale       smallint                 NOT NULL,
  floor       numeric(38,0),
  ceiling     numeric(38,0),
  posted      numeric(38,0)            NOT NULL DEFAULT 0,
  held        numeric(38,0)            NOT NULL DEFAULT 0,
  version     bigint                   NOT NULL DEFAULT 0,
  entry_count bigint                   NOT NULL DEFAULT 0,
  status      text                     COLLATE "C" NOT NULL DEFAULT 'open'::text,
  metadata    jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  opened_at   timestamp with time zone NOT NULL,
  changed_at  timestamp with time zone NOT NULL,

  CONSTRAINT account_pkey PRIMARY KEY (book_id, id),
  CONSTRAINT account_code_key UNIQUE (book_id, code),
  CONSTRAINT account_floor_kept CHECK ((posted - held) >= floor),
  CONSTRAINT account_held_sign CHECK (held >= 0::numeric AND held < 'NaN'::numeric),
  CONSTRAINT account_book_fkey FOREIGN KEY (book_id) REFERENCES ledger.book(id)
) WITH (fillfactor=70);
CREATE TRIGGER account_is_well_defined BEFORE INSERT ON ledger.account FOR EACH ROW EXECUTE FUNCTION ledger.refuse_ill_defined_account();
CREATE TRIGGER account_keeps_definition AFTER UPDATE OF book_id, id, code, type, currency, scale, floor, ceiling, metadata, opened_at ON ledger.account FOR EACH ROW EXECUTE FUNCTION ledger.refuse_redefinition();
CREATE TRIGGER account_opens_empty BEFORE INSERT ON ledger.account FOR EACH ROW WHEN (new.posted IS DISTINCT FROM 0::numeric OR new.held IS DISTINCT FROM 0::numeric OR new.version IS DISTINCT FROM 0::bigint OR new.entry_count IS DISTINCT FROM 0::bigint) EXECUTE FUNCTION ledger.refuse_endowment();
CREATE TRIGGER account_stays BEFORE DELETE OR TRUNCATE ON ledger.account FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER account_totals_are_founded AFTER UPDATE ON ledger.account REFERENCING OLD TABLE AS old_account NEW TABLE AS new_account FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unfounded_totals();
COMMENT ON TABLE ledger.account IS 'A named place value sits in a book, with its totals.';
COMMENT ON COLUMN ledger.account.book_id IS 'The book it belongs to.';
COMMENT ON COLUMN ledger.account.id IS 'UUIDv7, given when it was opened. Accounts are locked in the order of this column.';
COMMENT ON COLUMN ledger.account.code IS 'Its name in the book, for ever: user:42:wallet:ZAR.';
COMMENT ON COLUMN ledger.account.type IS 'Gives the normal side: debit for asset and expense, credit for the rest.';
COMMENT ON COLUMN ledger.account.currency IS 'ISO 4217 or a custom asset. Never changes.';
COMMENT ON COLUMN ledger.account.scale IS 'How many decimal digits an amount of the currency has. Never changes.';
COMMENT ON COLUMN ledger.account.floor IS 'The least that posted - held may be, in minor units. Null: it may be anything.';
COMMENT ON COLUMN ledger.account.ceiling IS 'The most that posted may rise to, in minor units. Null: anything.';
COMMENT ON COLUMN ledger.account.posted IS 'The sum of its entries in minor units, positive on its normal side.';
COMMENT ON COLUMN ledger.account.held IS 'The sum of what its open holds still hold, expired ones included until somebody writes on the account.';
COMMENT ON COLUMN ledger.account.version IS 'Counts its entries and hold events together: 1, 2, 3 without gaps.';
COMMENT ON COLUMN ledger.account.entry_count IS 'Counts its entries alone.';
COMMENT ON COLUMN ledger.account.status IS 'open; frozen: nothing new leaves it or is held on it; closed: nothing at all, and nothing in it.';
COMMENT ON COLUMN ledger.account.metadata IS 'A JSON object of the caller''s own.';
COMMENT ON COLUMN ledger.account.opened_at IS 'The instant of the batch that opened it.';
COMMENT ON COLUMN ledger.account.changed_at IS 'The instant of the last batch that wrote on it. No later batch has an earlier instant.';


CREATE TABLE ledger.journal (
  book_id        integer                  NOT NULL,
  id             uuid                     NOT NULL,
  key            text                     COLLATE "C" NOT NULL,
  kind           text                     COLLATE "C" NOT NULL,
  description    text,
  reference      text                     COLLATE "C",
  effective_at   timestamp with time zone NOT NULL,
  recorded_at    timestamp with time zone NOT NULL,
  metadata       jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  reverses       uuid,
  captures       uuid,
  entry_count    integer                  NOT NULL,
  transaction_id xid8                     NOT NULL DEFAULT pg_current_xact_id(),
  batch          bigint                   NOT NULL,
  "position"     integer                  NOT NULL,

  CONSTRAINT journal_pkey PRIMARY KEY (book_id, id)
);
CREATE INDEX journal_feed_idx ON ledger.journal USING btree (batch, "position");
CREATE UNIQUE INDEX journal_reference_key ON ledger.journal USING btree (book_id, reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX journal_reverses_key ON ledger.journal USING btree (book_id, reverses) WHERE reverses IS NOT NULL;
CREATE INDEX journal_transaction_idx ON ledger.journal USING btree (transaction_id);
CREATE TRIGGER journal_has_entries AFTER INSERT ON ledger.journal REFERENCING NEW TABLE AS new_journal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_journal_without_entries();
CREATE TRIGGER journal_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.journal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.journal IS 'One balanced, immutable record of one business event.';
COMMENT ON COLUMN ledger.journal.book_id IS 'The book it belongs to.';
COMMENT ON COLUMN ledger.journal.id IS 'UUIDv7, given when it was posted.';
COMMENT ON COLUMN ledger.journal.key IS 'The caller''s name for the intention that posted it.';
COMMENT ON COLUMN ledger.journal.kind IS 'What sort of business event it records: deposit-settled.';
COMMENT ON COLUMN ledger.journal.description IS 'For people.';
COMMENT ON COLUMN ledger.journal.reference IS 'What it is about, unique in the book for ever: the second fence behind the key.';
COMMENT ON COLUMN ledger.journal.effective_at IS 'When it happened in business; may lie in the past.';
COMMENT ON COLUMN ledger.journal.recorded_at IS 'The instant of its batch, read after the locks.';
COMMENT ON COLUMN ledger.journal.metadata IS 'A JSON object of the caller''s own.';
COMMENT ON COLUMN ledger.journal.reverses IS 'The journal it mirrors.';
COMMENT ON COLUMN ledger.journal.captures IS 'The hold it was captured from.';
COMMENT ON COLUMN ledger.journal.entry_count IS 'How many entries it has. They come with it or not at all.';
COMMENT ON COLUMN ledger.journal.transaction_id IS 'The transaction that wrote it; tells the feed when it became visible.';
COMMENT ON COLUMN ledger.journal.batch IS 'From batch_sequence, after the locks.';
COMMENT ON COLUMN ledger.journal."position" IS 'Its place among the events of its batch.';


CREATE TABLE ledger.entry (
  book_id    integer       NOT NULL,
  account_id uuid          NOT NULL,
  version    bigint        NOT NULL,
  journal_id uuid          NOT NULL,
  line       integer       NOT NULL,
  side       text          COLLATE "C" NOT NULL,
  amount     numeric(38,0) NOT NULL,
  posted     numeric(38,0) NOT NULL,
  held       numeric(38,0) NOT NULL,

  CONSTRAINT entry_pkey PRIMARY KEY (book_id, account_id, version),
  CONSTRAINT entry_line_key UNIQUE (journal_id, line, book_id)
);
CREATE TRIGGER entry_balances AFTER INSERT ON ledger.entry REFERENCING NEW TABLE AS new_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unbalanced_entries();
CREATE TRIGGER entry_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.entry IS 'One line of a journal, with what its account held right after it.';
COMMENT ON COLUMN ledger.entry.book_id IS 'The book of its journal and its account.';
COMMENT ON COLUMN ledger.entry.account_id IS 'Its account, which also gives its currency.';
COMMENT ON COLUMN ledger.entry.version IS 'The version of the account that it made.';
COMMENT ON COLUMN ledger.entry.journal_id IS 'Its journal.';
COMMENT ON COLUMN ledger.entry.line IS 'Its place in the journal, from 1.';
COMMENT ON COLUMN ledger.entry.side IS 'debit or credit.';
COMMENT ON COLUMN ledger.entry.amount IS 'In minor units, more than zero.';
COMMENT ON COLUMN ledger.entry.posted IS 'What the account had posted after it.';
COMMENT ON COLUMN ledger.entry.held IS 'What the account had held after it.';


CREATE TABLE ledger.hold (
  book_id     integer                  NOT NULL,
  id          uuid                     NOT NULL,
  account_id  uuid                     NOT NULL,
  key         text                     COLLATE "C" NOT NULL,
  kind        text                     COLLATE "C" NOT NULL,
  description text,
  metadata    jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  amount      numeric(38,0)            NOT NULL,
  captured    numeric(38,0)            NOT NULL DEFAULT 0,
  status      text                     COLLATE "C" NOT NULL DEFAULT 'open'::text,
  expires_at  timestamp with time zone,
  placed_at   timestamp with time zone NOT NULL,
  ended_at    timestamp with time zone,

  CONSTRAINT hold_pkey PRIMARY KEY (book_id, id),
  CONSTRAINT hold_amount_positive CHECK (amount > 0::numeric AND amount < 'NaN'::numeric),
  CONSTRAINT hold_captured_within CHECK (captured >= 0::numeric AND captured <= amount),
  CONSTRAINT hold_end_dated CHECK ((status = 'open'::text) = (ended_at IS NULL)),
  CONSTRAINT hold_kind_form CHECK (kind ~ '^[a-z][a-z0-9_.-]*$'::text AND length(kind) <= 64),
  CONSTRAINT hold_metadata_form CHECK (jsonb_typeof(metadata) = 'object'::text),
  CONSTRAINT hold_status_known CHECK (status = ANY (ARRAY['open'::text, 'captured'::text, 'voided'::text, 'expired'::text])),
  CONSTRAINT hold_account_fkey FOREIGN KEY (book_id, account_id) REFERENCES ledger.account(book_id, id)
) WITH (fillfactor=80);
CREATE INDEX hold_open_idx ON ledger.hold USING btree (account_id, expires_at) WHERE status = 'open'::text;
CREATE TRIGGER hold_ends_once BEFORE UPDATE ON ledger.hold FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_end();
CREATE TRIGGER hold_stays BEFORE DELETE OR TRUNCATE ON ledger.hold FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.hold IS 'A promise that reduces what is usable on an account and posts nothing. Changed only under the lock of its account.';
COMMENT ON COLUMN ledger.hold.book_id IS 'The book of its account.';
COMMENT ON COLUMN ledger.hold.id IS 'UUIDv7, given when it was placed.';
COMMENT ON COLUMN ledger.hold.account_id IS 'The account it holds on. Never changes.';
COMMENT ON COLUMN ledger.hold.key IS 'The caller''s name for the intention that placed it.';
COMMENT ON COLUMN ledger.hold.kind IS 'What it is for.';
COMMENT ON COLUMN ledger.hold.description IS 'For people.';
COMMENT ON COLUMN ledger.hold.metadata IS 'A JSON object of the caller''s own.';
COMMENT ON COLUMN ledger.hold.amount IS 'What was promised at first, in minor units.';
COMMENT ON COLUMN ledger.hold.captured IS 'What has become journals so far.';
COMMENT ON COLUMN ledger.hold.status IS 'open until it is captured whole, voided or expired: one end, once.';
COMMENT ON COLUMN ledger.hold.expires_at IS 'From this moment on it holds nothing, written down or not. Null: never.';
COMMENT ON COLUMN ledger.hold.placed_at IS 'The instant of the batch that placed it.';
COMMENT ON COLUMN ledger.hold.ended_at IS 'When it ended; for an expired hold the moment it expired.';


CREATE TABLE ledger.hold_event (
  book_id        integer                  NOT NULL,
  account_id     uuid                     NOT NULL,
  version        bigint                   NOT NULL,
  hold_id        uuid                     NOT NULL,
  type           text                     COLLATE "C" NOT NULL,
  amount         numeric(38,0)            NOT NULL,
  posted         numeric(38,0)            NOT NULL,
  held           numeric(38,0)            NOT NULL,
  journal_id     uuid,
  recorded_at    timestamp with time zone NOT NULL,
  transaction_id xid8                     NOT NULL DEFAULT pg_current_xact_id(),
  batch          bigint                   NOT NULL,
  "position"     integer                  NOT NULL,

  CONSTRAINT hold_event_pkey PRIMARY KEY (book_id, account_id, version),
  CONSTRAINT hold_event_amount_sign CHECK (amount >= 0::numeric AND amount < 'NaN'::numeric),
  CONSTRAINT hold_event_held_sign CHECK (held >= 0::numeric AND held < 'NaN'::numeric),
  CONSTRAINT hold_event_journal CHECK ((type = 'captured'::text) = (journal_id IS NOT NULL)),
  CONSTRAINT hold_event_posted_number CHECK (posted < 'NaN'::numeric),
  CONSTRAINT hold_event_type_known CHECK (type = ANY (ARRAY['placed'::text, 'extended'::text, 'captured'::text, 'voided'::text, 'expired'::text])),
  CONSTRAINT hold_event_version_counts CHECK (version > 0)
);
CREATE UNIQUE INDEX hold_event_end_key ON ledger.hold_event USING btree (book_id, hold_id) WHERE type = ANY (ARRAY['voided'::text, 'expired'::text]);
CREATE INDEX hold_event_feed_idx ON ledger.hold_event USING btree (batch, "position");
CREATE INDEX hold_event_hold_idx ON ledger.hold_event USING btree (hold_id, version);
CREATE INDEX hold_event_transaction_idx ON ledger.hold_event USING btree (transaction_id);
CREATE TRIGGER hold_event_is_counted AFTER INSERT ON ledger.hold_event REFERENCING NEW TABLE AS new_event FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_uncounted_events();
CREATE TRIGGER hold_event_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.hold_event FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.hold_event IS 'One step in the life of a hold, with what its account held right after it.';
COMMENT ON COLUMN ledger.hold_event.book_id IS 'The book of its hold and its account.';
COMMENT ON COLUMN ledger.hold_event.account_id IS 'The account of its hold.';
COMMENT ON COLUMN ledger.hold_event.version IS 'The version of the account that it made.';
COMMENT ON COLUMN ledger.hold_event.hold_id IS 'Its hold.';
COMMENT ON COLUMN ledger.hold_event.type IS 'placed, extended, captured, voided or expired.';
COMMENT ON COLUMN ledger.hold_event.amount IS 'By how much held changed, in minor units, whichever way.';
COMMENT ON COLUMN ledger.hold_event.posted IS 'What the account had posted after it.';
COMMENT ON COLUMN ledger.hold_event.held IS 'What the account had held after it.';
COMMENT ON COLUMN ledger.hold_event.journal_id IS 'The journal a capture posted.';
COMMENT ON COLUMN ledger.hold_event.recorded_at IS 'The instant of its batch, read after the locks.';
COMMENT ON COLUMN ledger.hold_event.transaction_id IS 'The transaction that wrote it; tells the feed when it became visible.';
COMMENT ON COLUMN ledger.hold_event.batch IS 'From batch_sequence, after the locks.';
COMMENT ON COLUMN ledger.hold_event."position" IS 'Its place among the events of its batch.';


CREATE TABLE ledger.key (
  book_id    integer                  NOT NULL,
  key        text                     COLLATE "C" NOT NULL,
  request    text                     NOT NULL,
  outcome    text,
  claimed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  journal_id uuid,

  CONSTRAINT key_pkey PRIMARY KEY (book_id, key),
  CONSTRAINT key_length CHECK (length(key) >= 1 AND length(key) <= 255)
) WITH (fillfactor=90);
CREATE TRIGGER key_has_one_outcome BEFORE DELETE OR UPDATE ON ledger.key FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_outcome();
CREATE TRIGGER key_stays BEFORE TRUNCATE ON ledger.key FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.key IS 'The caller''s names for intentions, with what each came to. Written in the transaction of its effect.';
COMMENT ON COLUMN ledger.key.book_id IS 'The book it is a key of.';
COMMENT ON COLUMN ledger.key.key IS 'Claimed by this row''s insert: a twin waits for it.';
COMMENT ON COLUMN ledger.key.request IS 'The canonical request, or its digest where the journal tells all of it; compared with whatever comes under this key again.';
COMMENT ON COLUMN ledger.key.outcome IS 'The answer as it was given. Empty where the journal tells it, and while its transaction is under way.';
COMMENT ON COLUMN ledger.key.claimed_at IS 'When it was claimed, for whoever sets a retention.';
COMMENT ON COLUMN ledger.key.journal_id IS 'The id that its journal has if a journal is all that it comes to. Given when it is claimed, before anybody knows.';


CREATE TABLE ledger.standing (
  book_id     integer                  NOT NULL,
  account_id  uuid                     NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  version     bigint                   NOT NULL,
  posted      numeric(38,0)            NOT NULL,
  held        numeric(38,0)            NOT NULL,

  CONSTRAINT standing_pkey PRIMARY KEY (book_id, account_id, recorded_at, version)
);
CREATE TRIGGER standing_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.standing FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.standing IS 'What an account held after each batch that took its version to or past a multiple of eight. Its balance as of any recorded time is one row of this and at most seven steps.';
COMMENT ON COLUMN ledger.standing.book_id IS 'The book of the account.';
COMMENT ON COLUMN ledger.standing.account_id IS 'The account.';
COMMENT ON COLUMN ledger.standing.recorded_at IS 'The instant of the batch.';
COMMENT ON COLUMN ledger.standing.version IS 'The version the batch left the account at.';
COMMENT ON COLUMN ledger.standing.posted IS 'What the account had posted after it.';
COMMENT ON COLUMN ledger.standing.held IS 'What the account had held after it.';


CREATE TABLE ledger.shifted_entry (
  book_id      integer                  NOT NULL,
  account_id   uuid                     NOT NULL,
  span         smallint                 NOT NULL,
  effective_at timestamp with time zone NOT NULL,
  version      bigint                   NOT NULL,
  recorded_at  timestamp with time zone NOT NULL,
  posted_by    numeric(38,0)            NOT NULL,

  CONSTRAINT shifted_entry_pkey PRIMARY KEY (book_id, account_id, span, effective_at, version),
  CONSTRAINT shifted_entry_is_shifted CHECK (effective_at <> recorded_at),
  CONSTRAINT shifted_entry_span_range CHECK (span >= 0 AND span <= 20)
);
CREATE TRIGGER shifted_entry_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.shifted_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
COMMENT ON TABLE ledger.shifted_entry IS 'The entries of journals whose business time is another than their recorded one. An account as of a business time is its standing then, and these.';
COMMENT ON COLUMN ledger.shifted_entry.book_id IS 'The book of the entry.';
COMMENT ON COLUMN ledger.shifted_entry.account_id IS 'The account of the entry.';
COMMENT ON COLUMN ledger.shifted_entry.span IS 'The two times lie at most 4^span milliseconds apart; at 20 there is no limit.';
COMMENT ON COLUMN ledger.shifted_entry.effective_at IS 'The business time of its journal.';
COMMENT ON COLUMN ledger.shifted_entry.version IS 'The version of the account that it made.';
COMMENT ON COLUMN ledger.shifted_entry.recorded_at IS 'The recorded time of its journal.';
COMMENT ON COLUMN ledger.shifted_entry.posted_by IS 'By how much it changed what its account had posted.';
