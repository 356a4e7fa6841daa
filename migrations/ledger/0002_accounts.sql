-- Creates account: where value sits, with the totals that every write on it keeps true.
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
