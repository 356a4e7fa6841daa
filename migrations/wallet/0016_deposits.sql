-- Creates wallet.deposit and wallet.refund: money that owners pay in, and what of it went back. Locks nothing that is
-- in use: the tables are new. Takes milliseconds.

CREATE TABLE wallet.deposit (
  id             uuid          NOT NULL DEFAULT gen_random_uuid(),
  number         bigint        GENERATED ALWAYS AS IDENTITY,
  tenant_id      integer       NOT NULL,
  user_id        uuid          NOT NULL,
  currency       text          COLLATE "C" NOT NULL,
  amount         numeric(38,0) NOT NULL,
  capture        text          COLLATE "C" NOT NULL,
  capture_amount numeric(38,0),
  gateway        text          COLLATE "C" NOT NULL,
  attempt        integer       NOT NULL DEFAULT 0,
  purchase_id    text          COLLATE "C",
  checkout_url   text,
  status         text          COLLATE "C" NOT NULL DEFAULT 'created',
  gateway_status text          COLLATE "C",
  credited       numeric(38,0),
  fee            numeric(38,0),
  returned       numeric(38,0) NOT NULL DEFAULT 0,
  reconciled     boolean       NOT NULL DEFAULT false,
  version        integer       NOT NULL DEFAULT 1,
  created_at     timestamptz   NOT NULL,
  credited_at    timestamptz,
  last_synced_at timestamptz,

  CONSTRAINT deposit_pkey              PRIMARY KEY (id),
  CONSTRAINT deposit_user_fkey         FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT deposit_tenant_id_key     UNIQUE (tenant_id, id),
  CONSTRAINT deposit_purchase_key      UNIQUE (gateway, purchase_id),
  CONSTRAINT deposit_currency_form     CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT deposit_amount_positive   CHECK (amount > 0 AND amount < 'NaN'),
  CONSTRAINT deposit_capture_known     CHECK (capture IN ('automatic', 'manual')),
  CONSTRAINT deposit_capture_range     CHECK (capture_amount IS NULL OR capture_amount BETWEEN 1 AND amount AND capture = 'manual'),
  CONSTRAINT deposit_gateway_form      CHECK (gateway ~ '^[a-z][a-z0-9-]{0,31}$'),
  CONSTRAINT deposit_attempt_range     CHECK (attempt BETWEEN 0 AND 1000),
  CONSTRAINT deposit_status_known      CHECK (
    status IN (
      'created', 'awaiting_payment', 'authorized', 'completed', 'part_refunded', 'refunded', 'charged_back', 'failed',
      'expired'
    )
  ),
  CONSTRAINT deposit_purchase_whole    CHECK (purchase_id IS NOT NULL OR status IN ('created', 'failed', 'expired')),
  CONSTRAINT deposit_credited_whole    CHECK (
    (credited IS NOT NULL) = (status IN ('completed', 'part_refunded', 'refunded', 'charged_back'))
    AND (credited IS NULL) = (fee IS NULL)
    AND (credited IS NULL) = (credited_at IS NULL)
  ),
  CONSTRAINT deposit_credited_range    CHECK (credited BETWEEN 1 AND amount),
  CONSTRAINT deposit_fee_range         CHECK (fee BETWEEN 0 AND credited),
  CONSTRAINT deposit_returned_range    CHECK (returned >= 0 AND returned <= coalesce(credited, 0)),
  CONSTRAINT deposit_version_range     CHECK (version >= 1)
);

-- An owner's deposits, the newest first; and those of which the gateway has to be asked, the longest unasked first.
CREATE INDEX deposit_user_idx   ON wallet.deposit (user_id, number);
CREATE INDEX deposit_unsure_idx ON wallet.deposit (last_synced_at NULLS FIRST)
  WHERE status IN ('created', 'awaiting_payment', 'authorized') OR NOT reconciled;

COMMENT ON TABLE  wallet.deposit                IS 'Value that an owner pays in through a gateway, from the wish to what became of it.';
COMMENT ON COLUMN wallet.deposit.id             IS 'Random. With the attempt it is our reference at the gateway.';
COMMENT ON COLUMN wallet.deposit.number         IS 'Given by the database; the order of lists.';
COMMENT ON COLUMN wallet.deposit.tenant_id      IS 'Whose book it is credited in.';
COMMENT ON COLUMN wallet.deposit.user_id        IS 'Whose wallet it is credited to.';
COMMENT ON COLUMN wallet.deposit.currency       IS 'Of every amount in this row.';
COMMENT ON COLUMN wallet.deposit.amount         IS 'What the payer was asked for, in minor units.';
COMMENT ON COLUMN wallet.deposit.capture        IS 'automatic: paid at once; manual: only authorized, until staff capture or release it.';
COMMENT ON COLUMN wallet.deposit.capture_amount IS 'What staff asked to capture of an authorized deposit.';
COMMENT ON COLUMN wallet.deposit.gateway        IS 'Which gateway takes the payment.';
COMMENT ON COLUMN wallet.deposit.attempt        IS 'How often a purchase was asked for. One whose answer was lost is abandoned and asked for anew.';
COMMENT ON COLUMN wallet.deposit.purchase_id    IS 'The gateway''s id of the purchase; empty until its answer came.';
COMMENT ON COLUMN wallet.deposit.checkout_url   IS 'Where the payer pays.';
COMMENT ON COLUMN wallet.deposit.status         IS 'What we know, see docs/reference/deposits.md. An expired or failed deposit may still be completed: late money is honoured.';
COMMENT ON COLUMN wallet.deposit.gateway_status IS 'What the gateway calls it, as last read; apart from ours.';
COMMENT ON COLUMN wallet.deposit.credited       IS 'What came in and was credited to the wallet; empty until then.';
COMMENT ON COLUMN wallet.deposit.fee            IS 'What the gateway kept of it, by its own word.';
COMMENT ON COLUMN wallet.deposit.returned       IS 'What of it went back to the payer, penalties included, by refunds and charge-backs.';
COMMENT ON COLUMN wallet.deposit.reconciled     IS 'Whether books and gateway agreed when they were last compared.';
COMMENT ON COLUMN wallet.deposit.version        IS 'Raised by every change that a comparison with the gateway has to know of.';
COMMENT ON COLUMN wallet.deposit.created_at     IS 'When the owner asked.';
COMMENT ON COLUMN wallet.deposit.credited_at    IS 'When it was credited.';
COMMENT ON COLUMN wallet.deposit.last_synced_at IS 'When the gateway last told its side.';

CREATE TABLE wallet.refund (
  id           uuid          NOT NULL DEFAULT gen_random_uuid(),
  tenant_id    integer       NOT NULL,
  deposit_id   uuid          NOT NULL,
  kind         text          COLLATE "C" NOT NULL,
  amount       numeric(38,0) NOT NULL,
  penalty      numeric(38,0) NOT NULL DEFAULT 0,
  status       text          COLLATE "C" NOT NULL,
  hold_id      uuid,
  reason       text,
  requested_by uuid,
  created_at   timestamptz   NOT NULL,
  sent_at      timestamptz,
  ended_at     timestamptz,

  CONSTRAINT refund_pkey            PRIMARY KEY (id),
  CONSTRAINT refund_deposit_fkey    FOREIGN KEY (tenant_id, deposit_id) REFERENCES wallet.deposit (tenant_id, id),
  CONSTRAINT refund_by_fkey         FOREIGN KEY (requested_by) REFERENCES wallet.user (id),
  CONSTRAINT refund_kind_known      CHECK (kind IN ('refund', 'charge_back')),
  CONSTRAINT refund_amount_positive CHECK (amount > 0 AND amount < 'NaN'),
  CONSTRAINT refund_penalty_range   CHECK (penalty >= 0 AND penalty < amount),
  CONSTRAINT refund_status_known    CHECK (status IN ('requested', 'completed', 'failed')),
  CONSTRAINT refund_ended_whole     CHECK ((status = 'requested') = (ended_at IS NULL)),
  CONSTRAINT refund_charge_back     CHECK (
    kind = 'refund' AND requested_by IS NOT NULL
    OR kind = 'charge_back' AND status = 'completed' AND penalty = 0 AND hold_id IS NULL AND requested_by IS NULL
  ),
  CONSTRAINT refund_reason_size     CHECK (char_length(reason) BETWEEN 1 AND 500)
);

-- One at a time, whatever races: the gateway cannot tell two refunds of one purchase apart.
CREATE UNIQUE INDEX refund_open_key    ON wallet.refund (deposit_id) WHERE status = 'requested';
CREATE INDEX        refund_deposit_idx ON wallet.refund (deposit_id, created_at);

COMMENT ON TABLE  wallet.refund              IS 'What went back of a deposit, or is about to: by staff''s decision, or taken by the payer''s bank.';
COMMENT ON COLUMN wallet.refund.id           IS 'Random; ledger keys are derived from it.';
COMMENT ON COLUMN wallet.refund.tenant_id    IS 'The tenant of the deposit.';
COMMENT ON COLUMN wallet.refund.deposit_id   IS 'Of which deposit.';
COMMENT ON COLUMN wallet.refund.kind         IS 'refund, asked for by staff; or charge_back, against our will.';
COMMENT ON COLUMN wallet.refund.amount       IS 'What the owner loses, in minor units of the deposit''s currency.';
COMMENT ON COLUMN wallet.refund.penalty      IS 'The part of it that does not go back to the payer.';
COMMENT ON COLUMN wallet.refund.status       IS 'requested, until the gateway is known to have given it back or not.';
COMMENT ON COLUMN wallet.refund.hold_id      IS 'What keeps the owner from spending it meanwhile; empty where nothing was left to hold.';
COMMENT ON COLUMN wallet.refund.reason       IS 'Why, in the words of staff.';
COMMENT ON COLUMN wallet.refund.requested_by IS 'Who of staff.';
COMMENT ON COLUMN wallet.refund.created_at   IS 'When it was asked for, or seen.';
COMMENT ON COLUMN wallet.refund.sent_at      IS 'When the gateway was last about to be asked. Never asked again after that: an unknown outcome is looked up.';
COMMENT ON COLUMN wallet.refund.ended_at     IS 'When its end was known.';

CREATE TRIGGER deposit_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.deposit
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'user_id', 'currency', 'amount', 'capture', 'capture_amount', 'gateway', 'attempt',
  'purchase_id', 'checkout_url', 'status', 'gateway_status', 'credited', 'fee', 'returned', 'reconciled', 'version', 'created_at',
  'credited_at', 'last_synced_at'
);

CREATE TRIGGER deposit_no_delete
BEFORE DELETE ON wallet.deposit
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER deposit_no_truncate
BEFORE TRUNCATE ON wallet.deposit
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER refund_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.refund
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'deposit_id', 'kind', 'amount', 'penalty', 'status', 'hold_id', 'reason', 'requested_by',
  'created_at', 'sent_at', 'ended_at'
);

CREATE TRIGGER refund_no_delete
BEFORE DELETE ON wallet.refund
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER refund_no_truncate
BEFORE TRUNCATE ON wallet.refund
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();
