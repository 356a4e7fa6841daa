// GENERATED from migrations/ledger by packages/ledger/scripts/list-catalog.ts. Do not edit.
import type { CatalogObject } from '../migrations/catalog-object.ts'

export const ledgerCatalog: readonly CatalogObject[] = [
  {
    "kind": "table",
    "name": "account",
    "definition": "CREATE TABLE ledger.account ()"
  },
  {
    "kind": "table",
    "name": "book",
    "definition": "CREATE TABLE ledger.book ()"
  },
  {
    "kind": "table",
    "name": "entry",
    "definition": "CREATE TABLE ledger.entry ()"
  },
  {
    "kind": "table",
    "name": "hold",
    "definition": "CREATE TABLE ledger.hold ()"
  },
  {
    "kind": "table",
    "name": "hold_event",
    "definition": "CREATE TABLE ledger.hold_event ()"
  },
  {
    "kind": "table",
    "name": "journal",
    "definition": "CREATE TABLE ledger.journal ()"
  },
  {
    "kind": "table",
    "name": "key",
    "definition": "CREATE TABLE ledger.key ()"
  },
  {
    "kind": "table",
    "name": "migration",
    "definition": "CREATE TABLE ledger.migration ()"
  },
  {
    "kind": "table",
    "name": "shifted_entry",
    "definition": "CREATE TABLE ledger.shifted_entry ()"
  },
  {
    "kind": "table",
    "name": "standing",
    "definition": "CREATE TABLE ledger.standing ()"
  },
  {
    "kind": "column",
    "name": "account.book_id",
    "definition": "ALTER TABLE ledger.account ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.ceiling",
    "definition": "ALTER TABLE ledger.account ADD COLUMN ceiling numeric(38,0)"
  },
  {
    "kind": "column",
    "name": "account.changed_at",
    "definition": "ALTER TABLE ledger.account ADD COLUMN changed_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.code",
    "definition": "ALTER TABLE ledger.account ADD COLUMN code text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.currency",
    "definition": "ALTER TABLE ledger.account ADD COLUMN currency text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.entry_count",
    "definition": "ALTER TABLE ledger.account ADD COLUMN entry_count bigint NOT NULL DEFAULT 0"
  },
  {
    "kind": "column",
    "name": "account.floor",
    "definition": "ALTER TABLE ledger.account ADD COLUMN floor numeric(38,0)"
  },
  {
    "kind": "column",
    "name": "account.held",
    "definition": "ALTER TABLE ledger.account ADD COLUMN held numeric(38,0) NOT NULL DEFAULT 0"
  },
  {
    "kind": "column",
    "name": "account.id",
    "definition": "ALTER TABLE ledger.account ADD COLUMN id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.metadata",
    "definition": "ALTER TABLE ledger.account ADD COLUMN metadata jsonb NOT NULL DEFAULT '{}'::jsonb"
  },
  {
    "kind": "column",
    "name": "account.opened_at",
    "definition": "ALTER TABLE ledger.account ADD COLUMN opened_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.posted",
    "definition": "ALTER TABLE ledger.account ADD COLUMN posted numeric(38,0) NOT NULL DEFAULT 0"
  },
  {
    "kind": "column",
    "name": "account.scale",
    "definition": "ALTER TABLE ledger.account ADD COLUMN scale smallint NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.status",
    "definition": "ALTER TABLE ledger.account ADD COLUMN status text COLLATE \"C\" NOT NULL DEFAULT 'open'::text"
  },
  {
    "kind": "column",
    "name": "account.type",
    "definition": "ALTER TABLE ledger.account ADD COLUMN type text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "account.version",
    "definition": "ALTER TABLE ledger.account ADD COLUMN version bigint NOT NULL DEFAULT 0"
  },
  {
    "kind": "column",
    "name": "book.code",
    "definition": "ALTER TABLE ledger.book ADD COLUMN code text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "book.created_at",
    "definition": "ALTER TABLE ledger.book ADD COLUMN created_at timestamp with time zone NOT NULL DEFAULT now()"
  },
  {
    "kind": "column",
    "name": "book.id",
    "definition": "ALTER TABLE ledger.book ADD COLUMN id integer NOT NULL GENERATED ALWAYS AS IDENTITY"
  },
  {
    "kind": "column",
    "name": "book.metadata",
    "definition": "ALTER TABLE ledger.book ADD COLUMN metadata jsonb NOT NULL DEFAULT '{}'::jsonb"
  },
  {
    "kind": "column",
    "name": "entry.account_id",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN account_id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.amount",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN amount numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.book_id",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.held",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN held numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.journal_id",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN journal_id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.line",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN line integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.posted",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN posted numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.side",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN side text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "entry.version",
    "definition": "ALTER TABLE ledger.entry ADD COLUMN version bigint NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.account_id",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN account_id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.amount",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN amount numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.book_id",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.captured",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN captured numeric(38,0) NOT NULL DEFAULT 0"
  },
  {
    "kind": "column",
    "name": "hold.description",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN description text"
  },
  {
    "kind": "column",
    "name": "hold.ended_at",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN ended_at timestamp with time zone"
  },
  {
    "kind": "column",
    "name": "hold.expires_at",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN expires_at timestamp with time zone"
  },
  {
    "kind": "column",
    "name": "hold.id",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.key",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN key text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.kind",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN kind text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.metadata",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN metadata jsonb NOT NULL DEFAULT '{}'::jsonb"
  },
  {
    "kind": "column",
    "name": "hold.placed_at",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN placed_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold.status",
    "definition": "ALTER TABLE ledger.hold ADD COLUMN status text COLLATE \"C\" NOT NULL DEFAULT 'open'::text"
  },
  {
    "kind": "column",
    "name": "hold_event.account_id",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN account_id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.amount",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN amount numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.batch",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN batch bigint NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.book_id",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.held",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN held numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.hold_id",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN hold_id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.journal_id",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN journal_id uuid"
  },
  {
    "kind": "column",
    "name": "hold_event.position",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN \"position\" integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.posted",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN posted numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.recorded_at",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN recorded_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.transaction_id",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()"
  },
  {
    "kind": "column",
    "name": "hold_event.type",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN type text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "hold_event.version",
    "definition": "ALTER TABLE ledger.hold_event ADD COLUMN version bigint NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.batch",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN batch bigint NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.book_id",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.captures",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN captures uuid"
  },
  {
    "kind": "column",
    "name": "journal.description",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN description text"
  },
  {
    "kind": "column",
    "name": "journal.effective_at",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN effective_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.entry_count",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN entry_count integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.id",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.key",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN key text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.kind",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN kind text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.metadata",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN metadata jsonb NOT NULL DEFAULT '{}'::jsonb"
  },
  {
    "kind": "column",
    "name": "journal.position",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN \"position\" integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.recorded_at",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN recorded_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "journal.reference",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN reference text COLLATE \"C\""
  },
  {
    "kind": "column",
    "name": "journal.reverses",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN reverses uuid"
  },
  {
    "kind": "column",
    "name": "journal.transaction_id",
    "definition": "ALTER TABLE ledger.journal ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()"
  },
  {
    "kind": "column",
    "name": "key.book_id",
    "definition": "ALTER TABLE ledger.key ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "key.claimed_at",
    "definition": "ALTER TABLE ledger.key ADD COLUMN claimed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()"
  },
  {
    "kind": "column",
    "name": "key.journal_id",
    "definition": "ALTER TABLE ledger.key ADD COLUMN journal_id uuid"
  },
  {
    "kind": "column",
    "name": "key.key",
    "definition": "ALTER TABLE ledger.key ADD COLUMN key text COLLATE \"C\" NOT NULL"
  },
  {
    "kind": "column",
    "name": "key.outcome",
    "definition": "ALTER TABLE ledger.key ADD COLUMN outcome text"
  },
  {
    "kind": "column",
    "name": "key.request",
    "definition": "ALTER TABLE ledger.key ADD COLUMN request text NOT NULL"
  },
  {
    "kind": "column",
    "name": "migration.applied_at",
    "definition": "ALTER TABLE ledger.migration ADD COLUMN applied_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()"
  },
  {
    "kind": "column",
    "name": "migration.applied_by",
    "definition": "ALTER TABLE ledger.migration ADD COLUMN applied_by text NOT NULL DEFAULT SESSION_USER"
  },
  {
    "kind": "column",
    "name": "migration.duration_ms",
    "definition": "ALTER TABLE ledger.migration ADD COLUMN duration_ms integer"
  },
  {
    "kind": "column",
    "name": "migration.id",
    "definition": "ALTER TABLE ledger.migration ADD COLUMN id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "migration.name",
    "definition": "ALTER TABLE ledger.migration ADD COLUMN name text NOT NULL"
  },
  {
    "kind": "column",
    "name": "migration.package_version",
    "definition": "ALTER TABLE ledger.migration ADD COLUMN package_version text NOT NULL"
  },
  {
    "kind": "column",
    "name": "migration.sha256",
    "definition": "ALTER TABLE ledger.migration ADD COLUMN sha256 text NOT NULL"
  },
  {
    "kind": "column",
    "name": "shifted_entry.account_id",
    "definition": "ALTER TABLE ledger.shifted_entry ADD COLUMN account_id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "shifted_entry.book_id",
    "definition": "ALTER TABLE ledger.shifted_entry ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "shifted_entry.effective_at",
    "definition": "ALTER TABLE ledger.shifted_entry ADD COLUMN effective_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "shifted_entry.posted_by",
    "definition": "ALTER TABLE ledger.shifted_entry ADD COLUMN posted_by numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "shifted_entry.recorded_at",
    "definition": "ALTER TABLE ledger.shifted_entry ADD COLUMN recorded_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "shifted_entry.span",
    "definition": "ALTER TABLE ledger.shifted_entry ADD COLUMN span smallint NOT NULL"
  },
  {
    "kind": "column",
    "name": "shifted_entry.version",
    "definition": "ALTER TABLE ledger.shifted_entry ADD COLUMN version bigint NOT NULL"
  },
  {
    "kind": "column",
    "name": "standing.account_id",
    "definition": "ALTER TABLE ledger.standing ADD COLUMN account_id uuid NOT NULL"
  },
  {
    "kind": "column",
    "name": "standing.book_id",
    "definition": "ALTER TABLE ledger.standing ADD COLUMN book_id integer NOT NULL"
  },
  {
    "kind": "column",
    "name": "standing.held",
    "definition": "ALTER TABLE ledger.standing ADD COLUMN held numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "standing.posted",
    "definition": "ALTER TABLE ledger.standing ADD COLUMN posted numeric(38,0) NOT NULL"
  },
  {
    "kind": "column",
    "name": "standing.recorded_at",
    "definition": "ALTER TABLE ledger.standing ADD COLUMN recorded_at timestamp with time zone NOT NULL"
  },
  {
    "kind": "column",
    "name": "standing.version",
    "definition": "ALTER TABLE ledger.standing ADD COLUMN version bigint NOT NULL"
  },
  {
    "kind": "sequence",
    "name": "batch_sequence",
    "definition": "CREATE SEQUENCE ledger.batch_sequence AS bigint"
  },
  {
    "kind": "sequence",
    "name": "book_id_seq",
    "definition": "CREATE SEQUENCE ledger.book_id_seq AS integer"
  },
  {
    "kind": "function",
    "name": "refuse_change()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_change()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\nAS $function$\nBEGIN\n  RAISE EXCEPTION USING\n    ERRCODE = 'EK001',\n    MESSAGE = format('%s on ledger.%s is refused: what is recorded stays.', TG_OP, TG_TABLE_NAME),\n    HINT    = 'Correct a journal by a reversal.',\n    SCHEMA  = 'ledger',\n    TABLE   = TG_TABLE_NAME;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_endowment()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_endowment()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\nAS $function$\nBEGIN\n  RAISE EXCEPTION USING\n    ERRCODE = 'EK006',\n    MESSAGE = format('Account %s was to be opened with something in it.', NEW.code),\n    HINT    = 'Open it empty, then post a journal.';\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_ill_defined_account()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_ill_defined_account()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\nAS $function$\nDECLARE\n  broken text := CASE\n    WHEN NEW.code !~ '^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)*$' OR length(NEW.code) > 255 THEN 'account_code_form'\n    WHEN NEW.currency !~ '^[A-Z0-9_-]{3,24}$' THEN 'account_currency_form'\n    WHEN NEW.floor = 'NaN' OR NEW.ceiling = 'NaN' THEN 'account_limits_numbers'\n    WHEN jsonb_typeof(NEW.metadata) <> 'object' THEN 'account_metadata_form'\n    WHEN NEW.scale NOT BETWEEN 0 AND 18 THEN 'account_scale_range'\n    WHEN NEW.type NOT IN ('asset', 'liability', 'equity', 'income', 'expense') THEN 'account_type_known'\n    WHEN NEW.status NOT IN ('open', 'frozen', 'closed') THEN 'account_status_known'\n    WHEN NEW.changed_at < NEW.opened_at THEN 'account_time_order'\n  END;\nBEGIN\n  IF broken IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE    = 'check_violation',\n      MESSAGE    = format('new row for relation \"account\" violates check constraint \"%s\"', broken),\n      SCHEMA     = 'ledger',\n      TABLE      = 'account',\n      CONSTRAINT = broken;\n  END IF;\n  RETURN NEW;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_journal_without_entries()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_journal_without_entries()\n RETURNS trigger\n LANGUAGE plpgsql\n SECURITY DEFINER\n SET search_path TO 'pg_catalog', 'pg_temp'\n SET enable_seqscan TO 'off'\nAS $function$\nDECLARE\n  broken     text;\n  incomplete text;\n  is_shifted boolean;\nBEGIN\n  -- NOT EXISTS would become a join that reads all entries there are: 13 ms a batch against 0.3 with 15,000 of them, and\n  -- growing. The book is compared outside: beside the id it would make the index by account look as good while there is no row.\n  SELECT\n    min(CASE\n      WHEN journal.kind !~ '^[a-z][a-z0-9_.-]*$' OR length(journal.kind) > 64 THEN 'journal_kind_form'\n      WHEN journal.entry_count NOT BETWEEN 2 AND 1000 THEN 'journal_entry_count'\n      WHEN jsonb_typeof(journal.metadata) <> 'object' THEN 'journal_metadata_form'\n      WHEN journal.reverses IS NOT NULL AND journal.captures IS NOT NULL THEN 'journal_origin'\n    END),\n    min(journal.id::text) FILTER (WHERE first_entry.line IS NULL),\n    bool_or(journal.effective_at <> journal.recorded_at)\n  INTO broken, incomplete, is_shifted\n  FROM new_journal AS journal\n  LEFT JOIN LATERAL (\n    SELECT entry.line, entry.book_id\n    FROM ledger.entry\n    WHERE entry.journal_id = journal.id\n      AND entry.line = 1\n    OFFSET 0\n  ) AS first_entry ON first_entry.book_id = journal.book_id;\n\n  IF broken IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE    = 'check_violation',\n      MESSAGE    = format('new row for relation \"journal\" violates check constraint \"%s\"', broken),\n      SCHEMA     = 'ledger',\n      TABLE      = 'journal',\n      CONSTRAINT = broken;\n  END IF;\n\n  IF incomplete IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK002',\n      MESSAGE = format('Journal %s came without its entries.', incomplete),\n      HINT    = 'Insert a journal and all its entries in one statement.';\n  END IF;\n\n  IF is_shifted THEN\n    INSERT INTO ledger.shifted_entry (book_id, account_id, span, effective_at, version, recorded_at, posted_by)\n    SELECT\n      journal.book_id,\n      entry.account_id,\n      least(20, 1 + floor(ln(abs(extract(epoch FROM journal.effective_at - journal.recorded_at)) * 1000 + 1) / ln(4.0))),\n      journal.effective_at,\n      entry.version,\n      journal.recorded_at,\n      CASE WHEN (entry.side = 'debit') = (account.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END\n    FROM new_journal AS journal\n    CROSS JOIN LATERAL (\n      SELECT line.book_id, line.account_id, line.version, line.side, line.amount\n      FROM ledger.entry AS line\n      WHERE line.journal_id = journal.id\n      OFFSET 0\n    ) AS entry\n    CROSS JOIN LATERAL (\n      SELECT owner.type\n      FROM ledger.account AS owner\n      WHERE owner.book_id = journal.book_id\n        AND owner.id = entry.account_id\n      LIMIT 1\n    ) AS account\n    WHERE journal.effective_at <> journal.recorded_at\n      AND entry.book_id = journal.book_id;\n  END IF;\n  RETURN NULL;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_missing_rows(what text, expected bigint, counted bigint)",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_missing_rows(what text, expected bigint, counted bigint)\n RETURNS void\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\nAS $function$\nBEGIN\n  IF counted <> expected THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK007',\n      MESSAGE = format('%s %s were to be written and %s were found.', expected, what, counted);\n  END IF;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_redefinition()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_redefinition()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\nAS $function$\nBEGIN\n  IF (\n    NEW.book_id, NEW.id, NEW.code, NEW.type, NEW.currency, NEW.scale, NEW.floor, NEW.ceiling, NEW.metadata, NEW.opened_at\n  ) IS DISTINCT FROM (\n    OLD.book_id, OLD.id, OLD.code, OLD.type, OLD.currency, OLD.scale, OLD.floor, OLD.ceiling, OLD.metadata, OLD.opened_at\n  ) THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK005',\n      MESSAGE = format('Account %s keeps its definition.', OLD.code),\n      HINT    = 'Open another account under another code.';\n  END IF;\n  RETURN NULL;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_second_end()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_second_end()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\nAS $function$\nBEGIN\n  IF OLD.status <> 'open' THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK003',\n      MESSAGE = format('Hold %s is %s already. A hold ends once.', OLD.id, OLD.status);\n  END IF;\n  IF (NEW.book_id, NEW.id, NEW.account_id, NEW.key, NEW.kind, NEW.amount, NEW.placed_at, NEW.metadata)\n     IS DISTINCT FROM (OLD.book_id, OLD.id, OLD.account_id, OLD.key, OLD.kind, OLD.amount, OLD.placed_at, OLD.metadata)\n     OR NEW.description IS DISTINCT FROM OLD.description\n     OR NEW.captured < OLD.captured THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK003',\n      MESSAGE = format('Hold %s keeps what it was placed with, and what is captured stays captured.', OLD.id);\n  END IF;\n  RETURN NEW;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_second_outcome()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_second_outcome()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\n SET enable_seqscan TO 'off'\nAS $function$\nBEGIN\n  IF OLD.outcome IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK004',\n      MESSAGE = format('Key %L has its outcome.', OLD.key),\n      HINT    = 'A new intention needs a new key.';\n  END IF;\n  PERFORM 1\n  FROM ledger.journal\n  WHERE journal.book_id = OLD.book_id\n    AND journal.id = OLD.journal_id\n  LIMIT 1;\n  IF FOUND THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK004',\n      MESSAGE = format('Key %L has its outcome, which is journal %s.', OLD.key, OLD.journal_id),\n      HINT    = 'A new intention needs a new key.';\n  END IF;\n  IF TG_OP = 'DELETE' THEN\n    RETURN OLD;\n  END IF;\n  IF (NEW.book_id, NEW.key, NEW.request) IS DISTINCT FROM (OLD.book_id, OLD.key, OLD.request)\n     OR NEW.journal_id IS DISTINCT FROM OLD.journal_id THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK004',\n      MESSAGE = format('Key %L keeps its request.', OLD.key);\n  END IF;\n  RETURN NEW;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_unbalanced_entries()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_unbalanced_entries()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\n SET enable_seqscan TO 'off'\nAS $function$\nDECLARE\n  wrong record;\nBEGIN\n  SELECT told.journal_id, told.broken, told.reason\n  INTO wrong\n  FROM (\n    SELECT\n      whole.journal_id,\n      whole.broken,\n      CASE\n        WHEN whole.broken IS NOT NULL THEN 'has an entry that is none'\n        WHEN journal.id IS NULL THEN 'is not there'\n        WHEN journal.transaction_id <> pg_current_xact_id() THEN 'was posted before; entries cannot be added later'\n        WHEN whole.entries <> journal.entry_count THEN\n          format('says it has %s entries and has %s', journal.entry_count, whole.entries)\n        WHEN whole.is_elsewhere THEN 'has an entry on an account that is not in its book'\n        WHEN whole.is_uncounted THEN 'has an entry that the totals of its account do not count'\n        WHEN whole.first_line <> 1 OR whole.last_line <> journal.entry_count THEN 'has gaps in its lines'\n        WHEN whole.first_currency <> whole.last_currency THEN 'is in several currencies'\n        WHEN whole.balance <> 0 THEN 'does not balance'\n      END AS reason\n    FROM (\n      SELECT\n        entry.book_id,\n        entry.journal_id,\n        min(CASE\n          WHEN entry.amount <= 0 OR entry.amount = 'NaN' THEN 'entry_amount_positive'\n          WHEN entry.side NOT IN ('debit', 'credit') THEN 'entry_side_known'\n          WHEN entry.version <= 0 THEN 'entry_version_counts'\n        END) AS broken,\n        count(*)::integer AS entries,\n        min(entry.line) AS first_line,\n        max(entry.line) AS last_line,\n        min(account.currency) AS first_currency,\n        max(account.currency) AS last_currency,\n        bool_or(account.currency IS NULL) AS is_elsewhere,\n        bool_or(\n          entry.version > account.version\n          OR account.version > account.entry_count AND (\n            SELECT event.version\n            FROM ledger.hold_event AS event\n            WHERE event.book_id = entry.book_id\n              AND event.account_id = entry.account_id\n              AND event.version BETWEEN entry.version AND entry.version\n            ORDER BY event.version\n            LIMIT 1\n          ) IS NOT NULL\n        ) AS is_uncounted,\n        sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance\n      FROM new_entry AS entry\n      LEFT JOIN LATERAL (\n        SELECT counted.currency, counted.version, counted.entry_count\n        FROM ledger.account AS counted\n        WHERE counted.book_id = entry.book_id\n          AND counted.id = entry.account_id\n        LIMIT 1\n      ) AS account ON true\n      GROUP BY entry.book_id, entry.journal_id\n    ) AS whole\n    LEFT JOIN LATERAL (\n      SELECT header.id, header.transaction_id, header.entry_count\n      FROM ledger.journal AS header\n      WHERE header.book_id = whole.book_id\n        AND header.id = whole.journal_id\n      LIMIT 1\n    ) AS journal ON true\n  ) AS told\n  WHERE told.reason IS NOT NULL\n  ORDER BY told.reason = 'is in several currencies'\n  LIMIT 1;\n\n  -- That alone is nothing wrong. Nothing else is by now, if it balances in each of them.\n  IF wrong.reason = 'is in several currencies' THEN\n    SELECT entry.journal_id, NULL AS broken, 'does not balance' AS reason\n    INTO wrong\n    FROM new_entry AS entry\n    CROSS JOIN LATERAL (\n      SELECT owner.currency\n      FROM ledger.account AS owner\n      WHERE owner.book_id = entry.book_id\n        AND owner.id = entry.account_id\n      LIMIT 1\n    ) AS account\n    GROUP BY entry.journal_id, account.currency\n    HAVING sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) <> 0\n    LIMIT 1;\n  END IF;\n\n  IF wrong.broken IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE    = 'check_violation',\n      MESSAGE    = format('new row for relation \"entry\" violates check constraint \"%s\"', wrong.broken),\n      SCHEMA     = 'ledger',\n      TABLE      = 'entry',\n      CONSTRAINT = wrong.broken;\n  END IF;\n\n  IF wrong.journal_id IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK002',\n      MESSAGE = format('Journal %s %s.', wrong.journal_id, wrong.reason),\n      HINT    = 'Insert a journal, all its entries and the totals of their accounts in one statement.';\n  END IF;\n  RETURN NULL;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_uncounted_events()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_uncounted_events()\n RETURNS trigger\n LANGUAGE plpgsql\n SET search_path TO 'pg_catalog', 'pg_temp'\n SET enable_seqscan TO 'off'\nAS $function$\nDECLARE\n  uncounted uuid;\nBEGIN\n  SELECT event.hold_id\n  INTO uncounted\n  FROM new_event AS event\n  LEFT JOIN LATERAL (\n    SELECT counted.version\n    FROM ledger.account AS counted\n    WHERE counted.book_id = event.book_id\n      AND counted.id = event.account_id\n    LIMIT 1\n  ) AS account ON true\n  LEFT JOIN LATERAL (\n    SELECT held_on.account_id\n    FROM ledger.hold AS held_on\n    WHERE held_on.book_id = event.book_id\n      AND held_on.id = event.hold_id\n    LIMIT 1\n  ) AS hold ON true\n  LEFT JOIN LATERAL (\n    SELECT entry.version\n    FROM ledger.entry\n    WHERE entry.book_id = event.book_id\n      AND entry.account_id = event.account_id\n      AND entry.version = event.version\n    LIMIT 1\n  ) AS twin ON true\n  WHERE event.version <= account.version IS NOT TRUE\n     OR hold.account_id = event.account_id IS NOT TRUE\n     OR twin.version IS NOT NULL\n  LIMIT 1;\n\n  IF uncounted IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK006',\n      MESSAGE = format('An event of hold %s is not counted by the totals of its account.', uncounted),\n      HINT    = 'Insert hold events and the totals of their accounts in one statement.';\n  END IF;\n  RETURN NULL;\nEND\n$function$"
  },
  {
    "kind": "function",
    "name": "refuse_unfounded_totals()",
    "definition": "CREATE OR REPLACE FUNCTION ledger.refuse_unfounded_totals()\n RETURNS trigger\n LANGUAGE plpgsql\n SECURITY DEFINER\n SET search_path TO 'pg_catalog', 'pg_temp'\n SET enable_seqscan TO 'off'\n SET enable_nestloop TO 'off'\nAS $function$\nDECLARE\n  broken            text;\n  turned_back       text;\n  unfounded         text;\n  has_other_changes boolean;\n  standings         ledger.standing[];\nBEGIN\n  SELECT\n    min(change.broken),\n    min(change.code) FILTER (WHERE change.is_turned_back),\n    min(change.code) FILTER (WHERE NOT change.is_founded),\n    bool_or(NOT change.is_one_entry),\n    array_agg(change.standing) FILTER (WHERE change.passes_mark)\n  INTO broken, turned_back, unfounded, has_other_changes, standings\n  FROM (\n    SELECT\n      changed.code,\n      CASE\n        WHEN changed.posted = 'NaN' THEN 'account_posted_number'\n        WHEN changed.status NOT IN ('open', 'frozen', 'closed') THEN 'account_status_known'\n        WHEN changed.status = 'closed' AND (changed.posted <> 0 OR changed.held <> 0) THEN 'account_closed_empty'\n      END AS broken,\n      before.status = 'closed'\n        OR changed.version < before.version\n        OR changed.entry_count < before.entry_count\n        OR changed.changed_at < before.changed_at AS is_turned_back,\n      changed.version / 8 > before.version / 8 AS passes_mark,\n      ROW(\n        changed.book_id, changed.id, changed.changed_at, changed.version, changed.posted, changed.held\n      )::ledger.standing AS standing,\n      (changed.version, changed.entry_count, changed.held)\n        = (before.version + 1, before.entry_count + 1, before.held) AS is_one_entry,\n      CASE\n        WHEN (changed.version, changed.entry_count, changed.held)\n          = (before.version + 1, before.entry_count + 1, before.held) THEN coalesce((\n            SELECT\n              entry.posted = changed.posted\n              AND entry.held = changed.held\n              AND changed.posted - before.posted\n                = CASE WHEN (entry.side = 'debit') = (changed.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END\n            FROM ledger.entry\n            WHERE entry.book_id = changed.book_id\n              AND entry.account_id = changed.id\n              AND entry.version = changed.version\n            LIMIT 1\n          ), false)\n      END AS is_founded\n    FROM new_account AS changed\n    JOIN old_account AS before\n      ON before.book_id = changed.book_id\n     AND before.id = changed.id\n  ) AS change;\n\n  -- The steps of each account since its last totals: as many as its version says, without a gap, each with the\n  -- balance that it left, and the last one with the totals.\n  IF has_other_changes AND broken IS NULL AND turned_back IS NULL AND unfounded IS NULL THEN\n    SELECT min(changed.code)\n    INTO unfounded\n    FROM new_account AS changed\n    JOIN old_account AS before\n      ON before.book_id = changed.book_id\n     AND before.id = changed.id\n    WHERE (changed.version, changed.entry_count, changed.held)\n       <> (before.version + 1, before.entry_count + 1, before.held)\n      AND (\n        SELECT\n          (changed.version, changed.entry_count, changed.posted, changed.held)\n          = (\n            before.version + count(*),\n            before.entry_count + count(*) FILTER (WHERE step.is_entry),\n            before.posted + coalesce(sum(step.posted_by), 0),\n            before.held + coalesce(sum(step.held_by), 0)\n          )\n          AND coalesce(bool_and(\n            step.version = before.version + step.place\n            AND step.posted = before.posted + step.posted_so_far\n            AND step.held = before.held + step.held_so_far\n          ), true)\n        FROM (\n          SELECT\n            each.*,\n            row_number() OVER by_version AS place,\n            sum(each.posted_by) OVER by_version AS posted_so_far,\n            sum(each.held_by) OVER by_version AS held_so_far\n          FROM (\n            SELECT\n              entry.version,\n              entry.posted,\n              entry.held,\n              CASE WHEN (entry.side = 'debit') = (changed.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END AS posted_by,\n              0 AS held_by,\n              true AS is_entry\n            FROM ledger.entry\n            WHERE entry.book_id = changed.book_id\n              AND entry.account_id = changed.id\n              AND entry.version > before.version\n            UNION ALL\n            SELECT\n              event.version,\n              event.posted,\n              event.held,\n              0 AS posted_by,\n              CASE event.type WHEN 'placed' THEN event.amount ELSE -event.amount END AS held_by,\n              false AS is_entry\n            FROM ledger.hold_event AS event\n            WHERE event.book_id = changed.book_id\n              AND event.account_id = changed.id\n              AND event.version > before.version\n          ) AS each\n          WINDOW by_version AS (ORDER BY each.version)\n        ) AS step\n      ) IS NOT TRUE;\n  END IF;\n\n  IF broken IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE    = 'check_violation',\n      MESSAGE    = format('new row for relation \"account\" violates check constraint \"%s\"', broken),\n      SCHEMA     = 'ledger',\n      TABLE      = 'account',\n      CONSTRAINT = broken;\n  END IF;\n\n  IF turned_back IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK005',\n      MESSAGE = format('Account %s goes forward: its versions and its time only grow, and closed is closed.', turned_back),\n      HINT    = 'Open another account under another code.';\n  END IF;\n\n  IF unfounded IS NOT NULL THEN\n    RAISE EXCEPTION USING\n      ERRCODE = 'EK006',\n      MESSAGE = format('The totals of account %s are not what its entries and hold events add up to.', unfounded),\n      HINT    = 'Write entries, hold events and the totals of their accounts in one statement.';\n  END IF;\n\n  IF standings IS NOT NULL THEN\n    INSERT INTO ledger.standing (book_id, account_id, recorded_at, version, posted, held)\n    SELECT mark.book_id, mark.account_id, mark.recorded_at, mark.version, mark.posted, mark.held\n    FROM unnest(standings) AS mark;\n  END IF;\n  RETURN NULL;\nEND\n$function$"
  },
  {
    "kind": "constraint",
    "name": "account_book_fkey on account",
    "definition": "ALTER TABLE ledger.account ADD CONSTRAINT account_book_fkey FOREIGN KEY (book_id) REFERENCES ledger.book(id)"
  },
  {
    "kind": "constraint",
    "name": "account_code_key on account",
    "definition": "ALTER TABLE ledger.account ADD CONSTRAINT account_code_key UNIQUE (book_id, code)"
  },
  {
    "kind": "constraint",
    "name": "account_floor_kept on account",
    "definition": "ALTER TABLE ledger.account ADD CONSTRAINT account_floor_kept CHECK (((posted - held) >= floor))"
  },
  {
    "kind": "constraint",
    "name": "account_held_sign on account",
    "definition": "ALTER TABLE ledger.account ADD CONSTRAINT account_held_sign CHECK (((held >= (0)::numeric) AND (held < 'NaN'::numeric)))"
  },
  {
    "kind": "constraint",
    "name": "account_pkey on account",
    "definition": "ALTER TABLE ledger.account ADD CONSTRAINT account_pkey PRIMARY KEY (book_id, id)"
  },
  {
    "kind": "constraint",
    "name": "book_code_form on book",
    "definition": "ALTER TABLE ledger.book ADD CONSTRAINT book_code_form CHECK ((code ~ '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$'::text))"
  },
  {
    "kind": "constraint",
    "name": "book_code_key on book",
    "definition": "ALTER TABLE ledger.book ADD CONSTRAINT book_code_key UNIQUE (code)"
  },
  {
    "kind": "constraint",
    "name": "book_metadata_form on book",
    "definition": "ALTER TABLE ledger.book ADD CONSTRAINT book_metadata_form CHECK ((jsonb_typeof(metadata) = 'object'::text))"
  },
  {
    "kind": "constraint",
    "name": "book_metadata_size on book",
    "definition": "ALTER TABLE ledger.book ADD CONSTRAINT book_metadata_size CHECK ((octet_length((metadata)::text) <= 16384))"
  },
  {
    "kind": "constraint",
    "name": "book_pkey on book",
    "definition": "ALTER TABLE ledger.book ADD CONSTRAINT book_pkey PRIMARY KEY (id)"
  },
  {
    "kind": "constraint",
    "name": "entry_line_key on entry",
    "definition": "ALTER TABLE ledger.entry ADD CONSTRAINT entry_line_key UNIQUE (journal_id, line, book_id)"
  },
  {
    "kind": "constraint",
    "name": "entry_pkey on entry",
    "definition": "ALTER TABLE ledger.entry ADD CONSTRAINT entry_pkey PRIMARY KEY (book_id, account_id, version)"
  },
  {
    "kind": "constraint",
    "name": "hold_account_fkey on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_account_fkey FOREIGN KEY (book_id, account_id) REFERENCES ledger.account(book_id, id)"
  },
  {
    "kind": "constraint",
    "name": "hold_amount_positive on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_amount_positive CHECK (((amount > (0)::numeric) AND (amount < 'NaN'::numeric)))"
  },
  {
    "kind": "constraint",
    "name": "hold_captured_within on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_captured_within CHECK (((captured >= (0)::numeric) AND (captured <= amount)))"
  },
  {
    "kind": "constraint",
    "name": "hold_end_dated on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_end_dated CHECK (((status = 'open'::text) = (ended_at IS NULL)))"
  },
  {
    "kind": "constraint",
    "name": "hold_event_amount_sign on hold_event",
    "definition": "ALTER TABLE ledger.hold_event ADD CONSTRAINT hold_event_amount_sign CHECK (((amount >= (0)::numeric) AND (amount < 'NaN'::numeric)))"
  },
  {
    "kind": "constraint",
    "name": "hold_event_held_sign on hold_event",
    "definition": "ALTER TABLE ledger.hold_event ADD CONSTRAINT hold_event_held_sign CHECK (((held >= (0)::numeric) AND (held < 'NaN'::numeric)))"
  },
  {
    "kind": "constraint",
    "name": "hold_event_journal on hold_event",
    "definition": "ALTER TABLE ledger.hold_event ADD CONSTRAINT hold_event_journal CHECK (((type = 'captured'::text) = (journal_id IS NOT NULL)))"
  },
  {
    "kind": "constraint",
    "name": "hold_event_pkey on hold_event",
    "definition": "ALTER TABLE ledger.hold_event ADD CONSTRAINT hold_event_pkey PRIMARY KEY (book_id, account_id, version)"
  },
  {
    "kind": "constraint",
    "name": "hold_event_posted_number on hold_event",
    "definition": "ALTER TABLE ledger.hold_event ADD CONSTRAINT hold_event_posted_number CHECK ((posted < 'NaN'::numeric))"
  },
  {
    "kind": "constraint",
    "name": "hold_event_type_known on hold_event",
    "definition": "ALTER TABLE ledger.hold_event ADD CONSTRAINT hold_event_type_known CHECK ((type = ANY (ARRAY['placed'::text, 'extended'::text, 'captured'::text, 'voided'::text, 'expired'::text])))"
  },
  {
    "kind": "constraint",
    "name": "hold_event_version_counts on hold_event",
    "definition": "ALTER TABLE ledger.hold_event ADD CONSTRAINT hold_event_version_counts CHECK ((version > 0))"
  },
  {
    "kind": "constraint",
    "name": "hold_kind_form on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_kind_form CHECK (((kind ~ '^[a-z][a-z0-9_.-]*$'::text) AND (length(kind) <= 64)))"
  },
  {
    "kind": "constraint",
    "name": "hold_metadata_form on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_metadata_form CHECK ((jsonb_typeof(metadata) = 'object'::text))"
  },
  {
    "kind": "constraint",
    "name": "hold_pkey on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_pkey PRIMARY KEY (book_id, id)"
  },
  {
    "kind": "constraint",
    "name": "hold_status_known on hold",
    "definition": "ALTER TABLE ledger.hold ADD CONSTRAINT hold_status_known CHECK ((status = ANY (ARRAY['open'::text, 'captured'::text, 'voided'::text, 'expired'::text])))"
  },
  {
    "kind": "constraint",
    "name": "journal_pkey on journal",
    "definition": "ALTER TABLE ledger.journal ADD CONSTRAINT journal_pkey PRIMARY KEY (book_id, id)"
  },
  {
    "kind": "constraint",
    "name": "key_length on key",
    "definition": "ALTER TABLE ledger.key ADD CONSTRAINT key_length CHECK (((length(key) >= 1) AND (length(key) <= 255)))"
  },
  {
    "kind": "constraint",
    "name": "key_pkey on key",
    "definition": "ALTER TABLE ledger.key ADD CONSTRAINT key_pkey PRIMARY KEY (book_id, key)"
  },
  {
    "kind": "constraint",
    "name": "migration_pkey on migration",
    "definition": "ALTER TABLE ledger.migration ADD CONSTRAINT migration_pkey PRIMARY KEY (id)"
  },
  {
    "kind": "constraint",
    "name": "migration_sha256_form on migration",
    "definition": "ALTER TABLE ledger.migration ADD CONSTRAINT migration_sha256_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))"
  },
  {
    "kind": "constraint",
    "name": "shifted_entry_is_shifted on shifted_entry",
    "definition": "ALTER TABLE ledger.shifted_entry ADD CONSTRAINT shifted_entry_is_shifted CHECK ((effective_at <> recorded_at))"
  },
  {
    "kind": "constraint",
    "name": "shifted_entry_pkey on shifted_entry",
    "definition": "ALTER TABLE ledger.shifted_entry ADD CONSTRAINT shifted_entry_pkey PRIMARY KEY (book_id, account_id, span, effective_at, version)"
  },
  {
    "kind": "constraint",
    "name": "shifted_entry_span_range on shifted_entry",
    "definition": "ALTER TABLE ledger.shifted_entry ADD CONSTRAINT shifted_entry_span_range CHECK (((span >= 0) AND (span <= 20)))"
  },
  {
    "kind": "constraint",
    "name": "standing_pkey on standing",
    "definition": "ALTER TABLE ledger.standing ADD CONSTRAINT standing_pkey PRIMARY KEY (book_id, account_id, recorded_at, version)"
  },
  {
    "kind": "index",
    "name": "hold_event_end_key",
    "definition": "CREATE UNIQUE INDEX hold_event_end_key ON ledger.hold_event USING btree (book_id, hold_id) WHERE (type = ANY (ARRAY['voided'::text, 'expired'::text]))"
  },
  {
    "kind": "index",
    "name": "hold_event_feed_idx",
    "definition": "CREATE INDEX hold_event_feed_idx ON ledger.hold_event USING btree (batch, \"position\")"
  },
  {
    "kind": "index",
    "name": "hold_event_hold_idx",
    "definition": "CREATE INDEX hold_event_hold_idx ON ledger.hold_event USING btree (hold_id, version)"
  },
  {
    "kind": "index",
    "name": "hold_event_transaction_idx",
    "definition": "CREATE INDEX hold_event_transaction_idx ON ledger.hold_event USING btree (transaction_id)"
  },
  {
    "kind": "index",
    "name": "hold_open_idx",
    "definition": "CREATE INDEX hold_open_idx ON ledger.hold USING btree (account_id, expires_at) WHERE (status = 'open'::text)"
  },
  {
    "kind": "index",
    "name": "journal_feed_idx",
    "definition": "CREATE INDEX journal_feed_idx ON ledger.journal USING btree (batch, \"position\")"
  },
  {
    "kind": "index",
    "name": "journal_reference_key",
    "definition": "CREATE UNIQUE INDEX journal_reference_key ON ledger.journal USING btree (book_id, reference) WHERE (reference IS NOT NULL)"
  },
  {
    "kind": "index",
    "name": "journal_reverses_key",
    "definition": "CREATE UNIQUE INDEX journal_reverses_key ON ledger.journal USING btree (book_id, reverses) WHERE (reverses IS NOT NULL)"
  },
  {
    "kind": "index",
    "name": "journal_transaction_idx",
    "definition": "CREATE INDEX journal_transaction_idx ON ledger.journal USING btree (transaction_id)"
  },
  {
    "kind": "trigger",
    "name": "account_is_well_defined on account",
    "definition": "CREATE OR REPLACE TRIGGER account_is_well_defined BEFORE INSERT ON ledger.account FOR EACH ROW EXECUTE FUNCTION ledger.refuse_ill_defined_account()"
  },
  {
    "kind": "trigger",
    "name": "account_keeps_definition on account",
    "definition": "CREATE OR REPLACE TRIGGER account_keeps_definition AFTER UPDATE OF book_id, id, code, type, currency, scale, floor, ceiling, metadata, opened_at ON ledger.account FOR EACH ROW EXECUTE FUNCTION ledger.refuse_redefinition()"
  },
  {
    "kind": "trigger",
    "name": "account_opens_empty on account",
    "definition": "CREATE OR REPLACE TRIGGER account_opens_empty BEFORE INSERT ON ledger.account FOR EACH ROW WHEN (((((new.posted IS DISTINCT FROM (0)::numeric) OR (new.held IS DISTINCT FROM (0)::numeric)) OR (new.version IS DISTINCT FROM (0)::bigint)) OR (new.entry_count IS DISTINCT FROM (0)::bigint))) EXECUTE FUNCTION ledger.refuse_endowment()"
  },
  {
    "kind": "trigger",
    "name": "account_stays on account",
    "definition": "CREATE OR REPLACE TRIGGER account_stays BEFORE DELETE OR TRUNCATE ON ledger.account FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "account_totals_are_founded on account",
    "definition": "CREATE OR REPLACE TRIGGER account_totals_are_founded AFTER UPDATE ON ledger.account REFERENCING OLD TABLE AS old_account NEW TABLE AS new_account FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unfounded_totals()"
  },
  {
    "kind": "trigger",
    "name": "book_stays on book",
    "definition": "CREATE OR REPLACE TRIGGER book_stays BEFORE DELETE OR TRUNCATE ON ledger.book FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "entry_balances on entry",
    "definition": "CREATE OR REPLACE TRIGGER entry_balances AFTER INSERT ON ledger.entry REFERENCING NEW TABLE AS new_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unbalanced_entries()"
  },
  {
    "kind": "trigger",
    "name": "entry_is_for_ever on entry",
    "definition": "CREATE OR REPLACE TRIGGER entry_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "hold_ends_once on hold",
    "definition": "CREATE OR REPLACE TRIGGER hold_ends_once BEFORE UPDATE ON ledger.hold FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_end()"
  },
  {
    "kind": "trigger",
    "name": "hold_event_is_counted on hold_event",
    "definition": "CREATE OR REPLACE TRIGGER hold_event_is_counted AFTER INSERT ON ledger.hold_event REFERENCING NEW TABLE AS new_event FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_uncounted_events()"
  },
  {
    "kind": "trigger",
    "name": "hold_event_is_for_ever on hold_event",
    "definition": "CREATE OR REPLACE TRIGGER hold_event_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.hold_event FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "hold_stays on hold",
    "definition": "CREATE OR REPLACE TRIGGER hold_stays BEFORE DELETE OR TRUNCATE ON ledger.hold FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "journal_has_entries on journal",
    "definition": "CREATE OR REPLACE TRIGGER journal_has_entries AFTER INSERT ON ledger.journal REFERENCING NEW TABLE AS new_journal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_journal_without_entries()"
  },
  {
    "kind": "trigger",
    "name": "journal_is_for_ever on journal",
    "definition": "CREATE OR REPLACE TRIGGER journal_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.journal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "key_has_one_outcome on key",
    "definition": "CREATE OR REPLACE TRIGGER key_has_one_outcome BEFORE DELETE OR UPDATE ON ledger.key FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_outcome()"
  },
  {
    "kind": "trigger",
    "name": "key_stays on key",
    "definition": "CREATE OR REPLACE TRIGGER key_stays BEFORE TRUNCATE ON ledger.key FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "shifted_entry_is_for_ever on shifted_entry",
    "definition": "CREATE OR REPLACE TRIGGER shifted_entry_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.shifted_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  },
  {
    "kind": "trigger",
    "name": "standing_is_for_ever on standing",
    "definition": "CREATE OR REPLACE TRIGGER standing_is_for_ever BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.standing FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
  }
]
