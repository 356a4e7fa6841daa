-- Creates journal and entry: what happened, for ever.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.

-- Numbers batches after their accounts are locked. Two batches that share an account have numbers in the order in
-- which they wrote on it, which the ids of their transactions have not: those are given at the key.
CREATE SEQUENCE ledger.batch_sequence AS bigint;

CREATE TABLE ledger.journal (
  book_id        integer     NOT NULL,
  id             uuid        NOT NULL,
  key            text        COLLATE "C" NOT NULL,
  kind           text        COLLATE "C" NOT NULL,
  description    text,
  reference      text        COLLATE "C",
  effective_at   timestamptz NOT NULL,
  recorded_at    timestamptz NOT NULL,
  metadata       jsonb       NOT NULL DEFAULT '{}',
  reverses       uuid,
  captures       uuid,
  entry_count    integer     NOT NULL,
  transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
  batch          bigint      NOT NULL,
  position       integer     NOT NULL,

  CONSTRAINT journal_pkey          PRIMARY KEY (book_id, id),
  CONSTRAINT journal_kind_form     CHECK (kind ~ '^[a-z][a-z0-9_.-]{0,63}$'),
  CONSTRAINT journal_metadata_form CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT journal_entry_count   CHECK (entry_count BETWEEN 2 AND 1000),
  CONSTRAINT journal_origin        CHECK (reverses IS NULL OR captures IS NULL)
);

-- A reference is unique for ever, and a journal is reversed once: whatever the keys say.
CREATE UNIQUE INDEX journal_reference_key ON ledger.journal (book_id, reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX journal_reverses_key  ON ledger.journal (book_id, reverses)  WHERE reverses IS NOT NULL;

COMMENT ON SEQUENCE ledger.batch_sequence IS 'Numbers batches after their accounts are locked; the order of the feed.';
COMMENT ON TABLE  ledger.journal                IS 'One balanced, immutable record of one business event.';
COMMENT ON COLUMN ledger.journal.book_id        IS 'The book it belongs to.';
COMMENT ON COLUMN ledger.journal.id             IS 'UUIDv7, given when it was posted.';
COMMENT ON COLUMN ledger.journal.key            IS 'The caller''s name for the intention that posted it.';
COMMENT ON COLUMN ledger.journal.kind           IS 'What sort of business event it records: deposit-settled.';
COMMENT ON COLUMN ledger.journal.description    IS 'For people.';
COMMENT ON COLUMN ledger.journal.reference      IS 'What it is about, unique in the book for ever: the second fence behind the key.';
COMMENT ON COLUMN ledger.journal.effective_at   IS 'When it happened in business; may lie in the past.';
COMMENT ON COLUMN ledger.journal.recorded_at    IS 'The instant of its batch, read after the locks.';
COMMENT ON COLUMN ledger.journal.metadata       IS 'A JSON object of the caller''s own.';
COMMENT ON COLUMN ledger.journal.reverses       IS 'The journal it mirrors.';
COMMENT ON COLUMN ledger.journal.captures       IS 'The hold it was captured from.';
COMMENT ON COLUMN ledger.journal.entry_count    IS 'How many entries it has. They come with it or not at all.';
COMMENT ON COLUMN ledger.journal.transaction_id IS 'The transaction that wrote it; tells the feed when it became visible.';
COMMENT ON COLUMN ledger.journal.batch          IS 'From batch_sequence, after the locks.';
COMMENT ON COLUMN ledger.journal.position       IS 'Its place among the events of its batch.';

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

  -- Begins with the journal, whose id is unique without its book: whoever asks for the entries of a journal by its id
  -- alone can be given no other index than this.
  CONSTRAINT entry_line_key        UNIQUE (journal_id, line, book_id),
  CONSTRAINT entry_side_known      CHECK (side IN ('debit', 'credit')),
  CONSTRAINT entry_amount_positive CHECK (amount > 0 AND amount < 'NaN'),
  CONSTRAINT entry_posted_number   CHECK (posted < 'NaN'),
  CONSTRAINT entry_held_sign       CHECK (held >= 0 AND held < 'NaN'),
  CONSTRAINT entry_version_counts  CHECK (version > 0)
);

-- The history of an account is a range of this index, and its balance at any version one row of it. Added last, so
-- that it wins where the planner sees no difference; account_pkey tells why.
ALTER TABLE ledger.entry ADD CONSTRAINT entry_pkey PRIMARY KEY (book_id, account_id, version);

COMMENT ON TABLE  ledger.entry            IS 'One line of a journal, with what its account held right after it.';
COMMENT ON COLUMN ledger.entry.book_id    IS 'The book of its journal and its account.';
COMMENT ON COLUMN ledger.entry.account_id IS 'Its account, which also gives its currency.';
COMMENT ON COLUMN ledger.entry.version    IS 'The version of the account that it made.';
COMMENT ON COLUMN ledger.entry.journal_id IS 'Its journal.';
COMMENT ON COLUMN ledger.entry.line       IS 'Its place in the journal, from 1.';
COMMENT ON COLUMN ledger.entry.side       IS 'debit or credit.';
COMMENT ON COLUMN ledger.entry.amount     IS 'In minor units, more than zero.';
COMMENT ON COLUMN ledger.entry.posted     IS 'What the account had posted after it.';
COMMENT ON COLUMN ledger.entry.held       IS 'What the account had held after it.';
