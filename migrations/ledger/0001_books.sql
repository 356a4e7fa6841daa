-- Creates the schema ledger and its first table, book, on which every later table hangs.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.

-- CREATE SCHEMA IF NOT EXISTS asks for the right to create schemas even when there is nothing to create,
-- which would stop a role whose DBA has made the schema for it.
DO $$
BEGIN
  IF to_regnamespace('ledger') IS NULL THEN
    CREATE SCHEMA ledger;
  END IF;
END
$$;

COMMENT ON SCHEMA ledger IS
  'Evenkeel: double-entry books. Written by @evenkeel/ledger alone; its history is in ledger.migration.';

CREATE TABLE ledger.book (
  -- Four bytes and not the sixteen of a uuid: this column leads every key and every index of the schema.
  id         integer     GENERATED ALWAYS AS IDENTITY,
  code       text        COLLATE "C" NOT NULL,
  metadata   jsonb       NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT book_pkey          PRIMARY KEY (id),
  CONSTRAINT book_code_key      UNIQUE (code),
  CONSTRAINT book_code_form     CHECK (code ~ '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$'),
  CONSTRAINT book_metadata_form CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT book_metadata_size CHECK (octet_length(metadata::text) <= 16384)
);

COMMENT ON TABLE  ledger.book            IS 'One set of accounts that balances by itself. Every other key of this schema begins with the book.';
COMMENT ON COLUMN ledger.book.id         IS 'Given by the database; never shown outside and never reused.';
COMMENT ON COLUMN ledger.book.code       IS 'The name callers use, such as main: 1 to 63 lower-case letters, digits, dots, underscores and hyphens.';
COMMENT ON COLUMN ledger.book.metadata   IS 'A JSON object of the caller''s own, up to 16 KiB as text. The ledger never reads it.';
COMMENT ON COLUMN ledger.book.created_at IS 'The start of the transaction that opened the book, by the database clock.';
