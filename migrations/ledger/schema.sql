-- GENERATED from the files in this folder by packages/ledger/scripts/dump-schema.ts. Do not edit.
-- Schema ledger as PostgreSQL 18 holds it after all of them. To read, not to run: that is what the files
-- are for.

CREATE SCHEMA ledger;
COMMENT ON SCHEMA ledger IS 'Evenkeel: double-entry books. Written by @evenkeel/ledger alone; its history is in ledger.migration.';


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
COMMENT ON TABLE ledger.book IS 'One set of accounts that balances by itself. Every other key of this schema begins with the book.';
COMMENT ON COLUMN ledger.book.id IS 'Given by the database; never shown outside and never reused.';
COMMENT ON COLUMN ledger.book.code IS 'The name callers use, such as main: 1 to 63 lower-case letters, digits, dots, underscores and hyphens.';
COMMENT ON COLUMN ledger.book.metadata IS 'A JSON object of the caller''s own, up to 16 KiB as text. The ledger never reads it.';
COMMENT ON COLUMN ledger.book.created_at IS 'The start of the transaction that opened the book, by the database clock.';
