-- Creates key: what callers named, and what they were told.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.

CREATE TABLE ledger.key (
  book_id    integer     NOT NULL,
  key        text        COLLATE "C" NOT NULL,
  request    text        NOT NULL,
  outcome    text,
  claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),

  CONSTRAINT key_pkey    PRIMARY KEY (book_id, key),
  CONSTRAINT key_length  CHECK (length(key) BETWEEN 1 AND 255)
)
-- A key is claimed without its outcome and given it before the commit: the second version of the row stays on its page.
WITH (fillfactor = 50);

COMMENT ON TABLE  ledger.key            IS 'The caller''s names for intentions, with what each came to. Written in the transaction of its effect.';
COMMENT ON COLUMN ledger.key.book_id    IS 'The book it is a key of.';
COMMENT ON COLUMN ledger.key.key        IS 'Claimed by this row''s insert: a twin waits for it.';
COMMENT ON COLUMN ledger.key.request    IS 'The canonical request, compared with whatever comes under this key again.';
COMMENT ON COLUMN ledger.key.outcome    IS 'The answer as it was given. Empty only while its transaction is under way.';
COMMENT ON COLUMN ledger.key.claimed_at IS 'When it was claimed, for whoever sets a retention.';
