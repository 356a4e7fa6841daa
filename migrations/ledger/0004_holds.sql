-- Creates hold and hold_event: promises on an account, and every step of their lives.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.

CREATE TABLE ledger.hold (
  book_id     integer       NOT NULL,
  id          uuid          NOT NULL,
  account_id  uuid          NOT NULL,
  key         text          COLLATE "C" NOT NULL,
  kind        text          COLLATE "C" NOT NULL,
  description text,
  metadata    jsonb         NOT NULL DEFAULT '{}',
  amount      numeric(38,0) NOT NULL,
  captured    numeric(38,0) NOT NULL DEFAULT 0,
  status      text          COLLATE "C" NOT NULL DEFAULT 'open',
  expires_at  timestamptz,
  placed_at   timestamptz   NOT NULL,
  ended_at    timestamptz,

  CONSTRAINT hold_pkey            PRIMARY KEY (book_id, id),
  CONSTRAINT hold_account_fkey    FOREIGN KEY (book_id, account_id) REFERENCES ledger.account (book_id, id),
  CONSTRAINT hold_kind_form       CHECK (kind ~ '^[a-z][a-z0-9_.-]{0,63}$'),
  CONSTRAINT hold_metadata_form   CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT hold_amount_positive CHECK (amount > 0 AND amount < 'NaN'),
  CONSTRAINT hold_captured_within CHECK (captured BETWEEN 0 AND amount),
  CONSTRAINT hold_status_known    CHECK (status IN ('open', 'captured', 'voided', 'expired')),
  CONSTRAINT hold_end_dated       CHECK ((status = 'open') = (ended_at IS NULL))
)
WITH (fillfactor = 80);

-- The open holds of an account, the next to expire first. An ended hold leaves this index. It does without the book,
-- as an account's id does, so that the planner never takes it for a list of the book's holds.
CREATE INDEX hold_open_idx ON ledger.hold (account_id, expires_at) WHERE status = 'open';

COMMENT ON TABLE  ledger.hold             IS 'A promise that reduces what is usable on an account and posts nothing. Changed only under the lock of its account.';
COMMENT ON COLUMN ledger.hold.book_id     IS 'The book of its account.';
COMMENT ON COLUMN ledger.hold.id          IS 'UUIDv7, given when it was placed.';
COMMENT ON COLUMN ledger.hold.account_id  IS 'The account it holds on. Never changes.';
COMMENT ON COLUMN ledger.hold.key         IS 'The caller''s name for the intention that placed it.';
COMMENT ON COLUMN ledger.hold.kind        IS 'What it is for.';
COMMENT ON COLUMN ledger.hold.description IS 'For people.';
COMMENT ON COLUMN ledger.hold.metadata    IS 'A JSON object of the caller''s own.';
COMMENT ON COLUMN ledger.hold.amount      IS 'What was promised at first, in minor units.';
COMMENT ON COLUMN ledger.hold.captured    IS 'What has become journals so far.';
COMMENT ON COLUMN ledger.hold.status      IS 'open until it is captured whole, voided or expired: one end, once.';
COMMENT ON COLUMN ledger.hold.expires_at  IS 'From this moment on it holds nothing, written down or not. Null: never.';
COMMENT ON COLUMN ledger.hold.placed_at   IS 'The instant of the batch that placed it.';
COMMENT ON COLUMN ledger.hold.ended_at    IS 'When it ended; for an expired hold the moment it expired.';

CREATE TABLE ledger.hold_event (
  book_id        integer       NOT NULL,
  account_id     uuid          NOT NULL,
  version        bigint        NOT NULL,
  hold_id        uuid          NOT NULL,
  type           text          COLLATE "C" NOT NULL,
  amount         numeric(38,0) NOT NULL,
  posted         numeric(38,0) NOT NULL,
  held           numeric(38,0) NOT NULL,
  journal_id     uuid,
  recorded_at    timestamptz   NOT NULL,
  transaction_id xid8          NOT NULL DEFAULT pg_current_xact_id(),
  batch          bigint        NOT NULL,
  position       integer       NOT NULL,

  CONSTRAINT hold_event_pkey           PRIMARY KEY (book_id, account_id, version),
  CONSTRAINT hold_event_type_known     CHECK (type IN ('placed', 'extended', 'captured', 'voided', 'expired')),
  CONSTRAINT hold_event_amount_sign    CHECK (amount >= 0 AND amount < 'NaN'),
  CONSTRAINT hold_event_posted_number  CHECK (posted < 'NaN'),
  CONSTRAINT hold_event_held_sign      CHECK (held >= 0 AND held < 'NaN'),
  CONSTRAINT hold_event_journal        CHECK ((type = 'captured') = (journal_id IS NOT NULL)),
  CONSTRAINT hold_event_version_counts CHECK (version > 0)
);

-- The life of a hold, and the fence against two ends: whatever the status says, there is one event of each kind that ends.
CREATE INDEX hold_event_hold_idx ON ledger.hold_event (hold_id, version);
CREATE UNIQUE INDEX hold_event_end_key ON ledger.hold_event (book_id, hold_id) WHERE type IN ('voided', 'expired');

COMMENT ON TABLE  ledger.hold_event                IS 'One step in the life of a hold, with what its account held right after it.';
COMMENT ON COLUMN ledger.hold_event.book_id        IS 'The book of its hold and its account.';
COMMENT ON COLUMN ledger.hold_event.account_id     IS 'The account of its hold.';
COMMENT ON COLUMN ledger.hold_event.version        IS 'The version of the account that it made.';
COMMENT ON COLUMN ledger.hold_event.hold_id        IS 'Its hold.';
COMMENT ON COLUMN ledger.hold_event.type           IS 'placed, extended, captured, voided or expired.';
COMMENT ON COLUMN ledger.hold_event.amount         IS 'By how much held changed, in minor units, whichever way.';
COMMENT ON COLUMN ledger.hold_event.posted         IS 'What the account had posted after it.';
COMMENT ON COLUMN ledger.hold_event.held           IS 'What the account had held after it.';
COMMENT ON COLUMN ledger.hold_event.journal_id     IS 'The journal a capture posted.';
COMMENT ON COLUMN ledger.hold_event.recorded_at    IS 'The instant of its batch, read after the locks.';
COMMENT ON COLUMN ledger.hold_event.transaction_id IS 'The transaction that wrote it; tells the feed when it became visible.';
COMMENT ON COLUMN ledger.hold_event.batch          IS 'From batch_sequence, after the locks.';
COMMENT ON COLUMN ledger.hold_event.position       IS 'Its place among the events of its batch.';
