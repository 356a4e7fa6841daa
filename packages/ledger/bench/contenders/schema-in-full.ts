/** The tables of `hand-written-in-full.ts`, and the triggers that keep what is recorded and its journals balanced. */
export const schemaInFull = `
CREATE TABLE account (
  id          uuid          PRIMARY KEY DEFAULT gen_random_uuid(),
  book        text          NOT NULL,
  code        text          NOT NULL,
  type        text          NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
  currency    text          NOT NULL,
  status      text          NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'frozen', 'closed')),
  floor       numeric(38),
  ceiling     numeric(38),
  posted      numeric(38)   NOT NULL DEFAULT 0,
  held        numeric(38)   NOT NULL DEFAULT 0 CHECK (held >= 0),
  version     bigint        NOT NULL DEFAULT 0,
  metadata    jsonb         NOT NULL DEFAULT '{}',
  changed_at  timestamptz   NOT NULL DEFAULT now(),
  UNIQUE (book, code),
  CHECK (posted - held >= floor),
  CHECK (posted <= ceiling)
) WITH (fillfactor = 70);

CREATE TABLE journal (
  id             uuid        PRIMARY KEY,
  book           text        NOT NULL,
  key            text        NOT NULL,
  request        text        NOT NULL,
  kind           text        NOT NULL,
  description    text,
  reference      text,
  reverses       uuid        UNIQUE REFERENCES journal,
  effective_at   timestamptz NOT NULL DEFAULT now(),
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  metadata       jsonb       NOT NULL,
  transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
  UNIQUE (book, key),
  UNIQUE (book, reference)
);
CREATE INDEX ON journal (transaction_id);

CREATE TABLE entry (
  account_id uuid        NOT NULL REFERENCES account,
  version    bigint      NOT NULL,
  journal_id uuid        NOT NULL REFERENCES journal,
  line       integer     NOT NULL,
  side       text        NOT NULL CHECK (side IN ('debit', 'credit')),
  amount     numeric(38) NOT NULL CHECK (amount > 0),
  posted     numeric(38) NOT NULL,
  held       numeric(38) NOT NULL,
  PRIMARY KEY (account_id, version),
  UNIQUE (journal_id, line)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What is recorded stays.';
END
$$;
CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE ON journal EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_stays   BEFORE UPDATE OR DELETE ON entry   EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  balances numeric[];
BEGIN
  SELECT array_agg(by_currency.balance)
  INTO balances
  FROM (
    SELECT sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
    FROM entry
    JOIN account ON account.id = entry.account_id
    WHERE entry.journal_id = NEW.id
    GROUP BY account.currency
  ) AS by_currency;
  IF balances IS NULL OR 0 <> ANY (balances) THEN
    RAISE EXCEPTION 'Journal % does not balance.', NEW.id;
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER journal_balances
AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced();`
