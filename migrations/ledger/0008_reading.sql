-- Creates what reading needs to answer by one look-up: standing (what an account held at a moment), shifted_entry (the
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
