// GENERATED from migrations/ledger by packages/ledger/scripts/embed-migrations.ts. Do not edit.
import type { Migration } from '../migrations/migration.ts'

export const packageVersion = '0.0.0'

export const ledgerMigrations: readonly Migration[] = [
  {
    id: 1,
    name: 'books',
    sha256: '61ccf28960de26ac51d65a56d36aaa9fe69ea44dcee5738dfb60b7d05f790bef',
    sql: `-- Creates the schema ledger and its first table, book, on which every later table hangs.
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
`,
  },
  {
    id: 2,
    name: 'accounts',
    sha256: '92038ae112db48d1cf809d06a6da9ffbc0aaf9ad6ad29c53ed1482de4cecdb6d',
    sql: `-- Creates account: where value sits, with the totals that every write on it keeps true.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.

CREATE TABLE ledger.account (
  book_id     integer       NOT NULL,
  id          uuid          NOT NULL,
  code        text          COLLATE "C" NOT NULL,
  type        text          COLLATE "C" NOT NULL,
  currency    text          COLLATE "C" NOT NULL,
  scale       smallint      NOT NULL,
  -- Numeric and not bigint: an asset of eighteen digits overflows a bigint at nine units, and in batches no
  -- difference in time could be measured between the two.
  floor       numeric(38,0),
  ceiling     numeric(38,0),
  posted      numeric(38,0) NOT NULL DEFAULT 0,
  held        numeric(38,0) NOT NULL DEFAULT 0,
  version     bigint        NOT NULL DEFAULT 0,
  entry_count bigint        NOT NULL DEFAULT 0,
  status      text          COLLATE "C" NOT NULL DEFAULT 'open',
  metadata    jsonb         NOT NULL DEFAULT '{}',
  opened_at   timestamptz   NOT NULL,
  changed_at  timestamptz   NOT NULL,

  CONSTRAINT account_code_key       UNIQUE (book_id, code),
  CONSTRAINT account_book_fkey      FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT account_code_form      CHECK (code ~ '^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)*$' AND length(code) <= 255),
  CONSTRAINT account_type_known     CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
  CONSTRAINT account_currency_form  CHECK (currency ~ '^[A-Z0-9_-]{3,24}$'),
  CONSTRAINT account_scale_range    CHECK (scale BETWEEN 0 AND 18),
  CONSTRAINT account_status_known   CHECK (status IN ('open', 'frozen', 'closed')),
  CONSTRAINT account_metadata_form  CHECK (jsonb_typeof(metadata) = 'object'),
  -- A numeric may be NaN, which PostgreSQL sorts above every number: NaN would be above any floor.
  CONSTRAINT account_held_sign      CHECK (held >= 0 AND held < 'NaN'),
  CONSTRAINT account_posted_number  CHECK (posted < 'NaN'),
  CONSTRAINT account_limits_numbers CHECK (floor < 'NaN' AND ceiling < 'NaN'),
  -- The last line of defence against spending twice: whoever writes, and however wrongly.
  CONSTRAINT account_floor_kept     CHECK (posted - held >= floor),
  CONSTRAINT account_closed_empty   CHECK (status <> 'closed' OR (posted = 0 AND held = 0)),
  CONSTRAINT account_version_counts CHECK (entry_count >= 0 AND version >= entry_count),
  CONSTRAINT account_time_order     CHECK (changed_at >= opened_at)
)
-- Every write on an account updates its row in place. With a third of each page free the new version of the row
-- stays on its page and no index is touched.
WITH (fillfactor = 70);

-- Added last on purpose. Both indexes begin with the book, and while a table is empty the planner finds them equally
-- cheap; of equals it takes the one made last (15 to 18 do). The triggers look accounts up by id, and a session keeps
-- the plans of its triggers: by the other index each look-up would read the whole book once there is one.
ALTER TABLE ledger.account ADD CONSTRAINT account_pkey PRIMARY KEY (book_id, id);

COMMENT ON TABLE  ledger.account             IS 'A named place value sits in a book, with its totals.';
COMMENT ON COLUMN ledger.account.book_id     IS 'The book it belongs to.';
COMMENT ON COLUMN ledger.account.id          IS 'UUIDv7, given when it was opened. Accounts are locked in the order of this column.';
COMMENT ON COLUMN ledger.account.code        IS 'Its name in the book, for ever: user:42:wallet:ZAR.';
COMMENT ON COLUMN ledger.account.type        IS 'Gives the normal side: debit for asset and expense, credit for the rest.';
COMMENT ON COLUMN ledger.account.currency    IS 'ISO 4217 or a custom asset. Never changes.';
COMMENT ON COLUMN ledger.account.scale       IS 'How many decimal digits an amount of the currency has. Never changes.';
COMMENT ON COLUMN ledger.account.floor       IS 'The least that posted - held may be, in minor units. Null: it may be anything.';
COMMENT ON COLUMN ledger.account.ceiling     IS 'The most that posted may rise to, in minor units. Null: anything.';
COMMENT ON COLUMN ledger.account.posted      IS 'The sum of its entries in minor units, positive on its normal side.';
COMMENT ON COLUMN ledger.account.held        IS 'The sum of what its open holds still hold, expired ones included until somebody writes on the account.';
COMMENT ON COLUMN ledger.account.version     IS 'Counts its entries and hold events together: 1, 2, 3 without gaps.';
COMMENT ON COLUMN ledger.account.entry_count IS 'Counts its entries alone.';
COMMENT ON COLUMN ledger.account.status      IS 'open; frozen: nothing new leaves it or is held on it; closed: nothing at all, and nothing in it.';
COMMENT ON COLUMN ledger.account.metadata    IS 'A JSON object of the caller''s own.';
COMMENT ON COLUMN ledger.account.opened_at   IS 'The instant of the batch that opened it.';
COMMENT ON COLUMN ledger.account.changed_at  IS 'The instant of the last batch that wrote on it. No later batch has an earlier instant.';
`,
  },
  {
    id: 3,
    name: 'journals',
    sha256: 'd2dc6ba897911f17e4e5f5bff3bc0b7f5f8e57ef56dd83ec8ace623ad2b998f3',
    sql: `-- Creates journal and entry: what happened, for ever.
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
`,
  },
  {
    id: 4,
    name: 'holds',
    sha256: 'eb1fb9475db59211f1adc15e00345f01f26bc4b06a8f5174db5e254d075c1548',
    sql: `-- Creates hold and hold_event: promises on an account, and every step of their lives.
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
`,
  },
  {
    id: 5,
    name: 'keys',
    sha256: '8235a2545ba7083cac012a0eef6c72498ae6b3146604551302480aa820cb5918',
    sql: `-- Creates key: what callers named, and what they were told.
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
`,
  },
  {
    id: 6,
    name: 'refusals',
    sha256: '2daf81d6fc365e1a98b00753886d5738936aec9a2597dce97b854e78a1a6a8b9',
    sql: `-- Creates the triggers by which the database refuses a wrong book from anybody: a bug, or a person with psql.
-- Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database holds.
--
-- SQLSTATE EK001: a row that is for ever was to be changed. EK002: a journal is not whole. EK003: a hold ends once.
-- EK004: a key has one outcome. EK005: an account was to be redefined. EK006: the totals of an account are not what
-- its entries and hold events make them.
--
-- Functions that look rows up keep their plans for as long as a session lasts, and may have made them while the tables
-- were empty. Such a plan must be right for any number of rows: no sequential scan; rows looked up one by one, inside
-- LATERAL with a LIMIT, which no planner turns into another kind of join; and by conditions that only one index answers
-- best. Planning anew at each call was tried: it took half a millisecond of every single post.

CREATE FUNCTION ledger.refuse_change()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK001',
    MESSAGE = format('%s on ledger.%s is refused: what is recorded stays.', TG_OP, TG_TABLE_NAME),
    HINT    = 'Correct a journal by a reversal.',
    SCHEMA  = 'ledger',
    TABLE   = TG_TABLE_NAME;
END
$$;

COMMENT ON FUNCTION ledger.refuse_change() IS 'Refuses to change or remove what is recorded for ever.';

CREATE TRIGGER journal_is_for_ever    BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.journal    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER entry_is_for_ever      BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry      FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER hold_event_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.hold_event FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER account_stays          BEFORE DELETE OR TRUNCATE           ON ledger.account    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER hold_stays             BEFORE DELETE OR TRUNCATE           ON ledger.hold       FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER book_stays             BEFORE DELETE OR TRUNCATE           ON ledger.book       FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- A journal, its entries, hold events and the new totals of their accounts are written by one statement (with CTEs).
-- The triggers below then run at its end and see all of it. The first asks that no journal came without entries; the
-- second that the entries of each journal are all there, balance, and came with it; the rest that the totals of each
-- account are what its entries and hold events add up to. Once a statement, not once a row: that is a third of the price.
CREATE FUNCTION ledger.refuse_journal_without_entries()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  incomplete uuid;
BEGIN
  -- NOT EXISTS would become a join that reads all entries there are: 13 ms a batch against 0.3 with 15,000 of them, and
  -- growing.
  SELECT journal.id
  INTO incomplete
  FROM new_journal AS journal
  LEFT JOIN LATERAL (
    SELECT entry.line
    FROM ledger.entry
    WHERE entry.journal_id = journal.id
      AND entry.line = 1
    LIMIT 1
  ) AS first_entry ON true
  WHERE first_entry.line IS NULL
  LIMIT 1;

  IF incomplete IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s came without its entries.', incomplete),
      HINT    = 'Insert a journal and all its entries in one statement.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_journal_without_entries() IS 'Refuses a journal that does not bring its entries.';

CREATE FUNCTION ledger.refuse_unbalanced_entries()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  wrong record;
BEGIN
  SELECT sums.journal_id, sums.reason
  INTO wrong
  FROM (
    SELECT
      by_currency.journal_id,
      CASE
        WHEN journal.id IS NULL THEN 'is not there'
        WHEN journal.transaction_id <> pg_current_xact_id() THEN 'was posted before; entries cannot be added later'
        WHEN sum(by_currency.entries) <> journal.entry_count THEN
          format('says it has %s entries and has %s', journal.entry_count, sum(by_currency.entries))
        WHEN bool_or(by_currency.currency IS NULL) THEN 'has an entry on an account that is not in its book'
        WHEN bool_or(by_currency.is_uncounted) THEN 'has an entry that the totals of its account do not count'
        WHEN bool_or(by_currency.balance <> 0) THEN 'does not balance'
        WHEN min(by_currency.first_line) <> 1 OR max(by_currency.last_line) <> journal.entry_count THEN
          'has gaps in its lines'
      END AS reason
    FROM (
      SELECT
        entry.book_id,
        entry.journal_id,
        account.currency,
        count(*) AS entries,
        min(entry.line) AS first_line,
        max(entry.line) AS last_line,
        bool_or(entry.version > account.version OR event.version IS NOT NULL) AS is_uncounted,
        sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
      FROM new_entry AS entry
      LEFT JOIN LATERAL (
        SELECT counted.currency, counted.version
        FROM ledger.account AS counted
        WHERE counted.book_id = entry.book_id
          AND counted.id = entry.account_id
        LIMIT 1
      ) AS account ON true
      LEFT JOIN LATERAL (
        SELECT hold_event.version
        FROM ledger.hold_event
        WHERE hold_event.book_id = entry.book_id
          AND hold_event.account_id = entry.account_id
          AND hold_event.version = entry.version
        LIMIT 1
      ) AS event ON true
      GROUP BY entry.book_id, entry.journal_id, account.currency
    ) AS by_currency
    LEFT JOIN LATERAL (
      SELECT header.id, header.transaction_id, header.entry_count
      FROM ledger.journal AS header
      WHERE header.book_id = by_currency.book_id
        AND header.id = by_currency.journal_id
      LIMIT 1
    ) AS journal ON true
    GROUP BY by_currency.book_id, by_currency.journal_id, journal.id, journal.transaction_id, journal.entry_count
  ) AS sums
  WHERE sums.reason IS NOT NULL
  LIMIT 1;

  IF wrong.journal_id IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s %s.', wrong.journal_id, wrong.reason),
      HINT    = 'Insert a journal, all its entries and the totals of their accounts in one statement.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_unbalanced_entries() IS 'Refuses entries that are not the whole, balanced rest of a journal posted with them.';

CREATE TRIGGER journal_has_entries
AFTER INSERT ON ledger.journal
REFERENCING NEW TABLE AS new_journal
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_journal_without_entries();

CREATE TRIGGER entry_balances
AFTER INSERT ON ledger.entry
REFERENCING NEW TABLE AS new_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unbalanced_entries();

CREATE FUNCTION ledger.refuse_uncounted_events()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
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
$$;

COMMENT ON FUNCTION ledger.refuse_uncounted_events() IS 'Refuses hold events that the totals of their account do not count.';

CREATE TRIGGER hold_event_is_counted
AFTER INSERT ON ledger.hold_event
REFERENCING NEW TABLE AS new_event
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_uncounted_events();

CREATE FUNCTION ledger.refuse_unfounded_totals()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  unfounded text;
BEGIN
  -- The steps of each account since its last totals: as many as its version says, without a gap, each with the
  -- balance that it left, and the last one with the totals.
  SELECT changed.code
  INTO unfounded
  FROM new_account AS changed
  JOIN old_account AS before
    ON before.book_id = changed.book_id
   AND before.id = changed.id
  CROSS JOIN LATERAL (
    SELECT
      count(*) AS steps,
      count(*) FILTER (WHERE step.is_entry) AS entries,
      coalesce(sum(step.posted_by), 0) AS posted_by,
      coalesce(sum(step.held_by), 0) AS held_by,
      coalesce(bool_and(
        step.version = before.version + step.place
        AND step.posted = before.posted + step.posted_so_far
        AND step.held = before.held + step.held_so_far
      ), true) AS is_unbroken
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
  ) AS since
  WHERE (changed.version, changed.entry_count, changed.posted, changed.held)
        <> (
          before.version + since.steps,
          before.entry_count + since.entries,
          before.posted + since.posted_by,
          before.held + since.held_by
        )
     OR NOT since.is_unbroken
  LIMIT 1;

  IF unfounded IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK006',
      MESSAGE = format('The totals of account %s are not what its entries and hold events add up to.', unfounded),
      HINT    = 'Write entries, hold events and the totals of their accounts in one statement.';
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_unfounded_totals() IS 'Refuses totals of an account that its entries and hold events do not add up to.';

CREATE TRIGGER account_totals_are_founded
AFTER UPDATE ON ledger.account
REFERENCING OLD TABLE AS old_account NEW TABLE AS new_account
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unfounded_totals();

-- An account is opened with nothing in it; its first totals are an update, which is then asked for its reasons.
CREATE FUNCTION ledger.refuse_endowment()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK006',
    MESSAGE = format('Account %s was to be opened with something in it.', NEW.code),
    HINT    = 'Open it empty, then post a journal.';
END
$$;

COMMENT ON FUNCTION ledger.refuse_endowment() IS 'Refuses an account that is opened with something in it.';

CREATE TRIGGER account_opens_empty
BEFORE INSERT ON ledger.account
FOR EACH ROW
WHEN ((NEW.posted, NEW.held, NEW.version, NEW.entry_count) IS DISTINCT FROM (0::numeric, 0::numeric, 0::bigint, 0::bigint))
EXECUTE FUNCTION ledger.refuse_endowment();

CREATE FUNCTION ledger.refuse_second_end()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
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
$$;

COMMENT ON FUNCTION ledger.refuse_second_end() IS 'Refuses a second end of a hold, and any change of what it was placed with.';

CREATE TRIGGER hold_ends_once BEFORE UPDATE ON ledger.hold FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_end();

CREATE FUNCTION ledger.refuse_second_outcome()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.outcome IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK004',
      MESSAGE = format('Key %L has its outcome.', OLD.key),
      HINT    = 'A new intention needs a new key.';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF (NEW.book_id, NEW.key, NEW.request) IS DISTINCT FROM (OLD.book_id, OLD.key, OLD.request) THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK004',
      MESSAGE = format('Key %L keeps its request.', OLD.key);
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION ledger.refuse_second_outcome() IS 'Refuses to change or remove a key that has its outcome.';

CREATE TRIGGER key_has_one_outcome BEFORE UPDATE OR DELETE ON ledger.key FOR EACH ROW EXECUTE FUNCTION ledger.refuse_second_outcome();
CREATE TRIGGER key_stays BEFORE TRUNCATE ON ledger.key FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE FUNCTION ledger.refuse_redefinition()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'EK005',
    MESSAGE = format('Account %s keeps its definition, its versions only grow, and closed is closed.', OLD.code),
    HINT    = 'Open another account under another code.';
END
$$;

COMMENT ON FUNCTION ledger.refuse_redefinition() IS 'Refuses to change what an account is, or to take back what happened on it.';

CREATE TRIGGER account_keeps_definition
BEFORE UPDATE ON ledger.account
FOR EACH ROW
WHEN (
  (OLD.book_id, OLD.id, OLD.code, OLD.type, OLD.currency, OLD.scale, OLD.opened_at, OLD.metadata)
    IS DISTINCT FROM (NEW.book_id, NEW.id, NEW.code, NEW.type, NEW.currency, NEW.scale, NEW.opened_at, NEW.metadata)
  OR OLD.floor IS DISTINCT FROM NEW.floor
  OR OLD.ceiling IS DISTINCT FROM NEW.ceiling
  OR OLD.status = 'closed'
  OR NEW.version < OLD.version
  OR NEW.entry_count < OLD.entry_count
  OR NEW.changed_at < OLD.changed_at
)
EXECUTE FUNCTION ledger.refuse_redefinition();
`,
  },
  {
    id: 7,
    name: 'one_journey',
    sha256: '6476d90826b2c6d41b2258e7a85ac36fd9a191fa59c2857902b22629f261c38b',
    sql: `-- Lets a batch be written in one journey: a key names the journal it is claimed for, which then tells its outcome, so that
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
`,
  },
  {
    id: 8,
    name: 'reading',
    sha256: '48bf11a9dd909ffc786b80ac0816590b391698bdadc3c63fb25c0a5eb6226655',
    sql: `-- Creates what reading needs to answer by one look-up: standing (what an account held at a moment), shifted_entry (the
-- entries whose business time is another than their recorded one) and the indexes of the feed.
-- Locks account, journal and hold_event against writers while it fills the two tables from what is recorded already and
-- builds the indexes, which takes the longer the more there is; on an empty ledger it is nothing. Readers go on.

CREATE TABLE ledger.standing (
  book_id     integer       NOT NULL,
  account_id  uuid          NOT NULL,
  recorded_at timestamptz   NOT NULL,
  version     bigint        NOT NULL,
  posted      numeric(38,0) NOT NULL,
  held        numeric(38,0) NOT NULL,

  -- The recorded time of an account never steps back, so this is the order of its versions as well.
  CONSTRAINT standing_pkey PRIMARY KEY (book_id, account_id, recorded_at, version)
);

COMMENT ON TABLE  ledger.standing             IS 'What an account held after each batch that touched it: its balance as of any recorded time is one row of this.';
COMMENT ON COLUMN ledger.standing.book_id     IS 'The book of the account.';
COMMENT ON COLUMN ledger.standing.account_id  IS 'The account.';
COMMENT ON COLUMN ledger.standing.recorded_at IS 'The instant of the batch.';
COMMENT ON COLUMN ledger.standing.version     IS 'The version the batch left the account at.';
COMMENT ON COLUMN ledger.standing.posted      IS 'What the account had posted after it.';
COMMENT ON COLUMN ledger.standing.held        IS 'What the account had held after it.';

CREATE TABLE ledger.shifted_entry (
  book_id      integer       NOT NULL,
  account_id   uuid          NOT NULL,
  span         smallint      NOT NULL,
  effective_at timestamptz   NOT NULL,
  version      bigint        NOT NULL,
  recorded_at  timestamptz   NOT NULL,
  posted_by    numeric(38,0) NOT NULL,

  CONSTRAINT shifted_entry_pkey       PRIMARY KEY (book_id, account_id, span, effective_at, version),
  CONSTRAINT shifted_entry_span_range CHECK (span BETWEEN 0 AND 20),
  CONSTRAINT shifted_entry_is_shifted CHECK (effective_at <> recorded_at)
);

COMMENT ON TABLE  ledger.shifted_entry              IS 'The entries of journals whose business time is another than their recorded one. An account as of a business time is its standing then, and these.';
COMMENT ON COLUMN ledger.shifted_entry.book_id      IS 'The book of the entry.';
COMMENT ON COLUMN ledger.shifted_entry.account_id   IS 'The account of the entry.';
COMMENT ON COLUMN ledger.shifted_entry.span         IS 'The two times lie at most 4^span milliseconds apart; at 20 there is no limit.';
COMMENT ON COLUMN ledger.shifted_entry.effective_at IS 'The business time of its journal.';
COMMENT ON COLUMN ledger.shifted_entry.version      IS 'The version of the account that it made.';
COMMENT ON COLUMN ledger.shifted_entry.recorded_at  IS 'The recorded time of its journal.';
COMMENT ON COLUMN ledger.shifted_entry.posted_by    IS 'By how much it changed what its account had posted.';

-- Both tables are written by triggers with the rights of their owner. The application has no right to write them, so
-- nobody's bug can make them say anything else than the rows they are made from.
CREATE FUNCTION ledger.write_standings()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO ledger.standing (book_id, account_id, recorded_at, version, posted, held)
  SELECT changed.book_id, changed.id, changed.changed_at, changed.version, changed.posted, changed.held
  FROM new_account AS changed
  JOIN old_account AS before
    ON before.book_id = changed.book_id
   AND before.id = changed.id
  WHERE changed.version > before.version;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.write_standings() IS 'Writes down what accounts held after the statement that changed them.';

CREATE TRIGGER account_standings_are_written
AFTER UPDATE ON ledger.account
REFERENCING OLD TABLE AS old_account NEW TABLE AS new_account
FOR EACH STATEMENT EXECUTE FUNCTION ledger.write_standings();

-- Looks at the new journals alone while none is shifted; their entries are found one journal at a time, for the reason
-- that 0006_refusals.sql gives.
CREATE FUNCTION ledger.write_shifted_entries()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
BEGIN
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
    SELECT line.account_id, line.version, line.side, line.amount
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
  WHERE journal.effective_at <> journal.recorded_at;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.write_shifted_entries() IS 'Writes down the entries whose business time is another than their recorded one.';

CREATE TRIGGER journal_shifts_are_written
AFTER INSERT ON ledger.journal
REFERENCING NEW TABLE AS new_journal
FOR EACH STATEMENT EXECUTE FUNCTION ledger.write_shifted_entries();

-- From here on nobody writes until this file is done, and what was written before is there to be read.
LOCK TABLE ledger.hold_event IN SHARE MODE;

INSERT INTO ledger.standing (book_id, account_id, recorded_at, version, posted, held)
SELECT DISTINCT ON (step.book_id, step.account_id, step.recorded_at)
  step.book_id, step.account_id, step.recorded_at, step.version, step.posted, step.held
FROM (
  SELECT entry.book_id, entry.account_id, journal.recorded_at, entry.version, entry.posted, entry.held
  FROM ledger.entry
  JOIN ledger.journal
    ON journal.book_id = entry.book_id
   AND journal.id = entry.journal_id
  UNION ALL
  SELECT book_id, account_id, recorded_at, version, posted, held
  FROM ledger.hold_event
) AS step
ORDER BY step.book_id, step.account_id, step.recorded_at, step.version DESC;

INSERT INTO ledger.shifted_entry (book_id, account_id, span, effective_at, version, recorded_at, posted_by)
SELECT
  journal.book_id,
  entry.account_id,
  least(20, 1 + floor(ln(abs(extract(epoch FROM journal.effective_at - journal.recorded_at)) * 1000 + 1) / ln(4.0))),
  journal.effective_at,
  entry.version,
  journal.recorded_at,
  CASE WHEN (entry.side = 'debit') = (account.type IN ('asset', 'expense')) THEN entry.amount ELSE -entry.amount END
FROM ledger.journal
JOIN ledger.entry
  ON entry.journal_id = journal.id
JOIN ledger.account
  ON account.book_id = journal.book_id
 AND account.id = entry.account_id
WHERE journal.effective_at <> journal.recorded_at;

CREATE TRIGGER standing_is_for_ever      BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.standing      FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER shifted_entry_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.shifted_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- The feed. By batch it goes through what is new in order; by transaction it finds what became visible late. Both indexes
-- of a table grow at their right end only. Neither has the book or the account in it: a trigger that made its plan while
-- the table was empty would take the index made last for as good as any that has what it looks for.
CREATE INDEX journal_feed_idx           ON ledger.journal    (batch, position);
CREATE INDEX journal_transaction_idx    ON ledger.journal    (transaction_id);
CREATE INDEX hold_event_feed_idx        ON ledger.hold_event (batch, position);
CREATE INDEX hold_event_transaction_idx ON ledger.hold_event (transaction_id);
`,
  },
  {
    id: 9,
    name: 'lean_journals',
    sha256: '19519060e454e293c73757f09de920448c247a923ead0625e38464306a712769',
    sql: `-- Makes a journal cheaper: each table has one trigger that checks what was written to it and derives what reading needs,
-- in one pass; an account's standing is kept where its version passes a multiple of eight, no longer after each batch; and
-- what need not be asked at each journal is asked less often or more cheaply.
-- Takes ACCESS EXCLUSIVE on account, entry, journal and hold, for as long as it takes to read journal and hold once: about a
-- second for each million rows. Rewrites nothing: standings that are there already stay, and are read as before.
-- Programs from before this file take the last standing for the balance as of a time; replace them together with it.

-- A standing is a row and an index entry at a random place: with one for each account and batch they were a fifth of a
-- journal's bytes. Reading finds the last one before a moment and then looks at seven steps at most.
COMMENT ON TABLE  ledger.standing         IS 'What an account held after each batch that took its version to or past a multiple of eight. Its balance as of any recorded time is one row of this and at most seven steps.';

-- Checks what refuse_unfounded_totals did before, and writes standings in the same pass over the changed accounts, with
-- the rights of its owner: nobody else may write them.
--
-- An account that took one step, an entry, is the rule at random accounts, and is looked up by that version alone. That is as
-- strict: whatever else was written beside it has a higher version and is refused for not being counted, or the same one and
-- is refused for being there twice, by the triggers of entry and hold_event.
--
-- A session keeps the plan of its first call, which may have changed one account. Nested loops are off, because with them
-- the two versions of 500 accounts would then be compared 250,000 times for each batch.
CREATE OR REPLACE FUNCTION ledger.refuse_unfounded_totals()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_nestloop = off
AS $$
DECLARE
  unfounded text;
  standing  uuid[];
BEGIN
  -- The steps of each account since its last totals: as many as its version says, without a gap, each with the
  -- balance that it left, and the last one with the totals.
  SELECT
    min(change.code) FILTER (WHERE change.is_founded IS NOT TRUE),
    array_agg(change.id) FILTER (WHERE change.passes_mark)
  INTO unfounded, standing
  FROM (
    SELECT
      changed.code,
      changed.id,
      changed.version / 8 > before.version / 8 AS passes_mark,
      CASE
        WHEN changed.version = before.version + 1
         AND changed.entry_count = before.entry_count + 1
         AND changed.held = before.held THEN (
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
        )
        ELSE (
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
        )
      END AS is_founded
    FROM new_account AS changed
    JOIN old_account AS before
      ON before.book_id = changed.book_id
     AND before.id = changed.id
  ) AS change;

  IF unfounded IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK006',
      MESSAGE = format('The totals of account %s are not what its entries and hold events add up to.', unfounded),
      HINT    = 'Write entries, hold events and the totals of their accounts in one statement.';
  END IF;

  IF standing IS NOT NULL THEN
    INSERT INTO ledger.standing (book_id, account_id, recorded_at, version, posted, held)
    SELECT changed.book_id, changed.id, changed.changed_at, changed.version, changed.posted, changed.held
    FROM new_account AS changed
    WHERE changed.id = ANY (standing);
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_unfounded_totals() IS
  'Refuses totals of an account that its entries and hold events do not add up to, and writes down where accounts stand.';

DROP TRIGGER account_standings_are_written ON ledger.account;
DROP FUNCTION ledger.write_standings();

-- As before, but a journal is looked up once its entries are added up, not sorted together with them; and whether a hold
-- event has the version of an entry is asked only of accounts that ever had a hold. The order by version is one that
-- only the index by account brings: of two indexes that look equally cheap on an empty table, the one by hold would
-- have been read from end to end for each entry.
CREATE OR REPLACE FUNCTION ledger.refuse_unbalanced_entries()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  wrong record;
BEGIN
  SELECT told.journal_id, told.reason
  INTO wrong
  FROM (
    SELECT
      whole.journal_id,
      CASE
        WHEN journal.id IS NULL THEN 'is not there'
        WHEN journal.transaction_id <> pg_current_xact_id() THEN 'was posted before; entries cannot be added later'
        WHEN whole.entries <> journal.entry_count THEN
          format('says it has %s entries and has %s', journal.entry_count, whole.entries)
        WHEN whole.is_elsewhere THEN 'has an entry on an account that is not in its book'
        WHEN whole.is_uncounted THEN 'has an entry that the totals of its account do not count'
        WHEN NOT whole.is_balanced THEN 'does not balance'
        WHEN whole.first_line <> 1 OR whole.last_line <> journal.entry_count THEN 'has gaps in its lines'
      END AS reason
    FROM (
      SELECT
        by_currency.book_id,
        by_currency.journal_id,
        sum(by_currency.entries) AS entries,
        bool_or(by_currency.currency IS NULL) AS is_elsewhere,
        bool_or(by_currency.is_uncounted) AS is_uncounted,
        bool_and(by_currency.balance = 0) AS is_balanced,
        min(by_currency.first_line) AS first_line,
        max(by_currency.last_line) AS last_line
      FROM (
        SELECT
          entry.book_id,
          entry.journal_id,
          account.currency,
          count(*)::integer AS entries,
          min(entry.line) AS first_line,
          max(entry.line) AS last_line,
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
        GROUP BY entry.book_id, entry.journal_id, account.currency
      ) AS by_currency
      GROUP BY by_currency.book_id, by_currency.journal_id
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
  LIMIT 1;

  IF wrong.journal_id IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'EK002',
      MESSAGE = format('Journal %s %s.', wrong.journal_id, wrong.reason),
      HINT    = 'Insert a journal, all its entries and the totals of their accounts in one statement.';
  END IF;
  RETURN NULL;
END
$$;

-- One look at the new journals tells whether one came without entries and whether the business time of any is another than
-- its recorded one, which most have not. With the rights of its owner, as nobody else may write shifted entries.
CREATE OR REPLACE FUNCTION ledger.refuse_journal_without_entries()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  incomplete text;
  is_shifted boolean;
BEGIN
  -- NOT EXISTS would become a join that reads all entries there are: 13 ms a batch against 0.3 with 15,000 of them, and
  -- growing.
  SELECT
    min(journal.id::text) FILTER (WHERE first_entry.line IS NULL),
    bool_or(journal.effective_at <> journal.recorded_at)
  INTO incomplete, is_shifted
  FROM new_journal AS journal
  LEFT JOIN LATERAL (
    SELECT entry.line
    FROM ledger.entry
    WHERE entry.journal_id = journal.id
      AND entry.line = 1
    LIMIT 1
  ) AS first_entry ON true;

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
      SELECT line.account_id, line.version, line.side, line.amount
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
    WHERE journal.effective_at <> journal.recorded_at;
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.refuse_journal_without_entries() IS
  'Refuses a journal that does not bring its entries, and writes down those whose business time is another than their recorded one.';

DROP TRIGGER journal_shifts_are_written ON ledger.journal;
DROP FUNCTION ledger.write_shifted_entries();

-- What only speaks of an account's definition is asked where it is given, and not again at each of its totals: PostgreSQL
-- asks every CHECK of a table at every UPDATE, and reads their text anew for each statement. Nobody can change a
-- definition later, so asking once is as strict. The words and names are those of the constraints.
CREATE FUNCTION ledger.refuse_ill_defined_account()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  broken text := CASE
    WHEN NEW.code !~ '^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)*$' OR length(NEW.code) > 255 THEN 'account_code_form'
    WHEN NEW.currency !~ '^[A-Z0-9_-]{3,24}$' THEN 'account_currency_form'
    WHEN NEW.floor = 'NaN' OR NEW.ceiling = 'NaN' THEN 'account_limits_numbers'
    WHEN jsonb_typeof(NEW.metadata) <> 'object' THEN 'account_metadata_form'
    WHEN NEW.scale NOT BETWEEN 0 AND 18 THEN 'account_scale_range'
    WHEN NEW.type NOT IN ('asset', 'liability', 'equity', 'income', 'expense') THEN 'account_type_known'
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
$$;

COMMENT ON FUNCTION ledger.refuse_ill_defined_account() IS 'Refuses an account whose definition is not well formed.';

CREATE TRIGGER account_is_well_defined
BEFORE INSERT ON ledger.account
FOR EACH ROW EXECUTE FUNCTION ledger.refuse_ill_defined_account();

ALTER TABLE ledger.account
  DROP CONSTRAINT account_code_form,
  DROP CONSTRAINT account_currency_form,
  DROP CONSTRAINT account_limits_numbers,
  DROP CONSTRAINT account_metadata_form,
  DROP CONSTRAINT account_scale_range,
  DROP CONSTRAINT account_type_known;

-- A trigger for columns fires where a statement names one of them. That of the totals names none of these.
DROP TRIGGER account_keeps_definition ON ledger.account;

CREATE TRIGGER account_keeps_definition
BEFORE UPDATE OF book_id, id, code, type, currency, scale, floor, ceiling, metadata, opened_at ON ledger.account
FOR EACH ROW
WHEN (
  (OLD.book_id, OLD.id, OLD.code, OLD.type, OLD.currency, OLD.scale, OLD.opened_at, OLD.metadata)
    IS DISTINCT FROM (NEW.book_id, NEW.id, NEW.code, NEW.type, NEW.currency, NEW.scale, NEW.opened_at, NEW.metadata)
  OR OLD.floor IS DISTINCT FROM NEW.floor
  OR OLD.ceiling IS DISTINCT FROM NEW.ceiling
)
EXECUTE FUNCTION ledger.refuse_redefinition();

CREATE TRIGGER account_goes_forward
BEFORE UPDATE ON ledger.account
FOR EACH ROW
WHEN (
  OLD.status = 'closed'
  OR NEW.version < OLD.version
  OR NEW.entry_count < OLD.entry_count
  OR NEW.changed_at < OLD.changed_at
)
EXECUTE FUNCTION ledger.refuse_redefinition();

-- The same form as before, in a tenth of the time: a bound makes a state of the expression for each character it allows.
ALTER TABLE ledger.journal
  DROP CONSTRAINT journal_kind_form,
  ADD  CONSTRAINT journal_kind_form CHECK (kind ~ '^[a-z][a-z0-9_.-]*$' AND length(kind) <= 64);

ALTER TABLE ledger.hold
  DROP CONSTRAINT hold_kind_form,
  ADD  CONSTRAINT hold_kind_form CHECK (kind ~ '^[a-z][a-z0-9_.-]*$' AND length(kind) <= 64);

COMMENT ON COLUMN ledger.key.request IS
  'The canonical request, or its digest where the journal tells all of it; compared with whatever comes under this key again.';
`,
  },
  {
    id: 10,
    name: 'journals_of_their_book',
    sha256: '561029efcb2c301b228e7af412d1b0371a9845e5dd2ca1eb03fcbfc1bc628246',
    sql: `-- A journal is asked for its own entries. They were looked up by its id alone, so in one book a journal could come bare whose id a
-- journal of another book has. Ids that the ledger gives are never given twice; this is for whoever writes by hand.
-- Replaces one function and locks nothing. Takes milliseconds, whatever the database holds.

CREATE OR REPLACE FUNCTION ledger.refuse_journal_without_entries()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  incomplete text;
  is_shifted boolean;
BEGIN
  -- NOT EXISTS would become a join that reads all entries there are: 13 ms a batch against 0.3 with 15,000 of them, and
  -- growing. The book is compared outside: beside the id it would make the index by account look as good while there is no row.
  SELECT
    min(journal.id::text) FILTER (WHERE first_entry.line IS NULL),
    bool_or(journal.effective_at <> journal.recorded_at)
  INTO incomplete, is_shifted
  FROM new_journal AS journal
  LEFT JOIN LATERAL (
    SELECT entry.line, entry.book_id
    FROM ledger.entry
    WHERE entry.journal_id = journal.id
      AND entry.line = 1
    OFFSET 0
  ) AS first_entry ON first_entry.book_id = journal.book_id;

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
$$;
`,
  },
  {
    id: 11,
    name: 'accounts_looked_at_once',
    sha256: 'fcffa3b0739d8c83608ac9a08e76351a96a7514bbd3521895a98694b51c1ad10',
    sql: `-- An account is looked at once when its totals change. Two triggers looked at each row before it was changed, for which
-- PostgreSQL fetches and locks the row a second time: that an account goes forward is asked with everything else about its
-- totals now, and that it keeps its definition after the change, and only where a statement names a column of it. Where
-- accounts stand is gathered in the same pass; each had been compared with all that pass a mark, which is quadratic.
-- Takes ACCESS EXCLUSIVE on ledger.account for milliseconds, whatever the database holds.

CREATE OR REPLACE FUNCTION ledger.refuse_unfounded_totals()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_nestloop = off
AS $$
DECLARE
  turned_back text;
  unfounded   text;
  standings   ledger.standing[];
BEGIN
  -- The steps of each account since its last totals: as many as its version says, without a gap, each with the
  -- balance that it left, and the last one with the totals.
  SELECT
    min(change.code) FILTER (WHERE change.is_turned_back),
    min(change.code) FILTER (WHERE change.is_founded IS NOT TRUE),
    array_agg(change.standing) FILTER (WHERE change.passes_mark)
  INTO turned_back, unfounded, standings
  FROM (
    SELECT
      changed.code,
      before.status = 'closed'
        OR changed.version < before.version
        OR changed.entry_count < before.entry_count
        OR changed.changed_at < before.changed_at AS is_turned_back,
      changed.version / 8 > before.version / 8 AS passes_mark,
      ROW(
        changed.book_id, changed.id, changed.changed_at, changed.version, changed.posted, changed.held
      )::ledger.standing AS standing,
      CASE
        WHEN changed.version = before.version + 1
         AND changed.entry_count = before.entry_count + 1
         AND changed.held = before.held THEN (
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
        )
        ELSE (
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
        )
      END AS is_founded
    FROM new_account AS changed
    JOIN old_account AS before
      ON before.book_id = changed.book_id
     AND before.id = changed.id
  ) AS change;

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
$$;

COMMENT ON FUNCTION ledger.refuse_unfounded_totals() IS
  'Refuses totals of an account that its entries and hold events do not add up to, or that take back what happened on it, and writes down where accounts stand.';

DROP TRIGGER account_goes_forward ON ledger.account;

-- The comparison is here and not in a WHEN: PostgreSQL copies the text of that for every statement that updates accounts.
CREATE OR REPLACE FUNCTION ledger.refuse_redefinition()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
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
$$;

COMMENT ON FUNCTION ledger.refuse_redefinition() IS 'Refuses to change what an account is.';

DROP TRIGGER account_keeps_definition ON ledger.account;

CREATE TRIGGER account_keeps_definition
AFTER UPDATE OF book_id, id, code, type, currency, scale, floor, ceiling, metadata, opened_at ON ledger.account
FOR EACH ROW
EXECUTE FUNCTION ledger.refuse_redefinition();
`,
  },
  {
    id: 12,
    name: 'rules_of_rows',
    sha256: '7570d950e32b655e92d4f3f40b00539153d8e171bcc22b312ed98ec4447daab6',
    sql: `-- Makes a batch cheaper whatever its size. PostgreSQL reads the text of every CHECK of a table for each statement that writes to
-- it, and runs all of them on each row: an eighth of the server's work on a lone journal. What a row may be is asked by the
-- triggers that look at it anyway, whose plans a session keeps; a violation has the name that it had. And an account that
-- took more than one step is looked at by a query of its own, which is not begun where there is none.
-- Takes ACCESS EXCLUSIVE on account, entry and journal for milliseconds, whatever the database holds.

-- By their definition: what an account says when it is opened.
CREATE OR REPLACE FUNCTION ledger.refuse_ill_defined_account()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
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
$$;

-- What was opened in order stays in order: its version, its count and its time only grow, and together. So of an account that
-- changes no more is asked than its status, and that nothing is in it once it is closed. CHECK says what it said of floor and held.
--
-- An account that took one step, an entry, is the rule. It is as strict as to look at all of its steps: whatever else was
-- written beside that one has a higher version and is refused for not being counted, or the same one and is refused for being
-- there twice, by the triggers of entry and hold_event.
CREATE OR REPLACE FUNCTION ledger.refuse_unfounded_totals()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_nestloop = off
AS $$
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
$$;

ALTER TABLE ledger.account
  DROP CONSTRAINT account_closed_empty,
  DROP CONSTRAINT account_posted_number,
  DROP CONSTRAINT account_status_known,
  DROP CONSTRAINT account_time_order,
  DROP CONSTRAINT account_version_counts;

-- What accounts held after an entry is a number and not less than nothing, because their totals are founded on it. Journals of
-- several currencies are rare: they are added up by currency where there are some, and all others in one pass.
CREATE OR REPLACE FUNCTION ledger.refuse_unbalanced_entries()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
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
$$;

ALTER TABLE ledger.entry
  DROP CONSTRAINT entry_amount_positive,
  DROP CONSTRAINT entry_held_sign,
  DROP CONSTRAINT entry_posted_number,
  DROP CONSTRAINT entry_side_known,
  DROP CONSTRAINT entry_version_counts;

CREATE OR REPLACE FUNCTION ledger.refuse_journal_without_entries()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
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
$$;

ALTER TABLE ledger.journal
  DROP CONSTRAINT journal_entry_count,
  DROP CONSTRAINT journal_kind_form,
  DROP CONSTRAINT journal_metadata_form,
  DROP CONSTRAINT journal_origin;
`,
  },
]
