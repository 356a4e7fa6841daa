-- Creates wallet.transaction: what owners and staff see in their lists, one row for each business fact. Locks nothing
-- that is in use: the table is new. Takes milliseconds.

CREATE TABLE wallet.transaction (
  id            uuid          NOT NULL,
  number        bigint        GENERATED ALWAYS AS IDENTITY,
  tenant_id     integer       NOT NULL,
  user_id       uuid          NOT NULL,
  type          text          COLLATE "C" NOT NULL,
  fact          text          COLLATE "C" NOT NULL,
  status        text          COLLATE "C" NOT NULL,
  detail        text          COLLATE "C" NOT NULL,
  name          text          NOT NULL,
  reference     text          COLLATE "C" NOT NULL,
  amount        numeric(38,0) NOT NULL,
  currency      text          COLLATE "C" NOT NULL,
  current_after numeric(38,0),
  usable_after  numeric(38,0),
  journals      uuid[]        NOT NULL DEFAULT '{}',
  metadata      jsonb         NOT NULL DEFAULT '{}',
  created_at    timestamptz   NOT NULL,
  completed_at  timestamptz,

  CONSTRAINT transaction_pkey            PRIMARY KEY (id),
  CONSTRAINT transaction_user_key        UNIQUE (user_id, number),
  CONSTRAINT transaction_tenant_key      UNIQUE (tenant_id, number),
  CONSTRAINT transaction_user_fkey       FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT transaction_type_known      CHECK (
    type IN ('credit', 'debit', 'refund', 'withdrawal', 'winning', 'entry_fee')
  ),
  CONSTRAINT transaction_fact_form       CHECK (fact ~ '^[a-z][a-z_]{0,62}$'),
  CONSTRAINT transaction_status_known    CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
  CONSTRAINT transaction_name_size       CHECK (char_length(name) BETWEEN 1 AND 255),
  CONSTRAINT transaction_reference_size  CHECK (char_length(reference) BETWEEN 1 AND 255),
  CONSTRAINT transaction_amount_number   CHECK (amount <> 0 AND amount < 'NaN'),
  CONSTRAINT transaction_completed_whole CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
  CONSTRAINT transaction_posted          CHECK (status <> 'completed' OR journals <> '{}'),
  CONSTRAINT transaction_metadata_form   CHECK (jsonb_typeof(metadata) = 'object')
);

-- One index for each order of each list. A filter that is none of these is looked for along the order.
-- The order of time is that of the two unique constraints; one on the number alone would tempt the planner to walk
-- through everybody's transactions for one owner's.
CREATE INDEX transaction_user_amount_idx   ON wallet.transaction (user_id, amount, number);
CREATE INDEX transaction_tenant_amount_idx ON wallet.transaction (tenant_id, amount, number);

COMMENT ON TABLE  wallet.transaction               IS 'What people see of a deposit, a refund, a withdrawal: written in the transaction of the fact itself, so that it never says anything else.';
COMMENT ON COLUMN wallet.transaction.id            IS 'The id of the fact: the deposit, the refund.';
COMMENT ON COLUMN wallet.transaction.number        IS 'Given by the database; the order of the lists.';
COMMENT ON COLUMN wallet.transaction.tenant_id     IS 'Whose books.';
COMMENT ON COLUMN wallet.transaction.user_id       IS 'Whose wallet.';
COMMENT ON COLUMN wallet.transaction.type          IS 'What it is for people: credit, debit, refund, withdrawal, winning or entry_fee.';
COMMENT ON COLUMN wallet.transaction.fact          IS 'What it is for us: deposit, deposit_refund, charge_back.';
COMMENT ON COLUMN wallet.transaction.status        IS 'pending, processing, completed or failed. What an open hold keeps is pending.';
COMMENT ON COLUMN wallet.transaction.detail        IS 'The status of the fact itself, which is finer.';
COMMENT ON COLUMN wallet.transaction.name          IS 'One line for people.';
COMMENT ON COLUMN wallet.transaction.reference     IS 'What a person quotes to support.';
COMMENT ON COLUMN wallet.transaction.amount        IS 'Its effect on the wallet in minor units: what comes in is positive, what goes out negative.';
COMMENT ON COLUMN wallet.transaction.currency      IS 'The currency of the wallet.';
COMMENT ON COLUMN wallet.transaction.current_after IS 'What the wallet held right after it.';
COMMENT ON COLUMN wallet.transaction.usable_after  IS 'What of that could be used.';
COMMENT ON COLUMN wallet.transaction.journals      IS 'The journals it stands on, in order.';
COMMENT ON COLUMN wallet.transaction.metadata      IS 'Facts for programs.';
COMMENT ON COLUMN wallet.transaction.created_at    IS 'When the fact began.';
COMMENT ON COLUMN wallet.transaction.completed_at  IS 'When it was completed.';

CREATE TRIGGER transaction_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.transaction
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'user_id', 'type', 'fact', 'status', 'detail', 'name', 'reference', 'amount',
  'currency', 'current_after', 'usable_after', 'journals', 'metadata', 'created_at', 'completed_at'
);

CREATE TRIGGER transaction_no_delete
BEFORE DELETE ON wallet.transaction
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER transaction_no_truncate
BEFORE TRUNCATE ON wallet.transaction
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();
