-- Creates wallet.reconciliation_run, and makes breaks listable in order and decidable once. Adding the number writes
-- wallet.break anew under a lock that keeps others out: it holds exceptions, so few rows, and takes milliseconds. The
-- indexes on wallet.deposit and wallet.break are built while nothing may be written there: seconds for a million rows.

CREATE TABLE wallet.reconciliation_run (
  id           uuid        NOT NULL DEFAULT gen_random_uuid(),
  number       bigint      GENERATED ALWAYS AS IDENTITY,
  tenant_id    integer     NOT NULL,
  asked_by     uuid,
  requested_at timestamptz NOT NULL,
  started_at   timestamptz,
  ended_at     timestamptz,
  asked        integer     NOT NULL DEFAULT 0,
  changed      integer     NOT NULL DEFAULT 0,
  unanswered   integer     NOT NULL DEFAULT 0,
  stuck        jsonb       NOT NULL DEFAULT '[]',
  comparisons  jsonb       NOT NULL DEFAULT '[]',

  CONSTRAINT reconciliation_run_pkey         PRIMARY KEY (id),
  CONSTRAINT reconciliation_run_tenant_fkey  FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT reconciliation_run_by_fkey      FOREIGN KEY (asked_by) REFERENCES wallet.user (id),
  CONSTRAINT reconciliation_run_order        CHECK (ended_at IS NULL OR started_at IS NOT NULL),
  CONSTRAINT reconciliation_run_counts_range CHECK (asked >= 0 AND changed >= 0 AND unanswered >= 0),
  CONSTRAINT reconciliation_run_lists_form   CHECK (jsonb_typeof(stuck) = 'array' AND jsonb_typeof(comparisons) = 'array')
);

-- One at a time: whoever asks for a run while one is open gets that one, and a worker that died leaves it to the next.
CREATE UNIQUE INDEX reconciliation_run_open_key   ON wallet.reconciliation_run (tenant_id) WHERE ended_at IS NULL;
CREATE INDEX        reconciliation_run_tenant_idx ON wallet.reconciliation_run (tenant_id, number);

COMMENT ON TABLE  wallet.reconciliation_run              IS 'One comparison of our side with the gateways, and what it came to. What differs is in wallet.break.';
COMMENT ON COLUMN wallet.reconciliation_run.id           IS 'Random.';
COMMENT ON COLUMN wallet.reconciliation_run.number       IS 'Given by the database; the order of lists.';
COMMENT ON COLUMN wallet.reconciliation_run.tenant_id    IS 'The tenant of the service: one account at a gateway serves all tenants.';
COMMENT ON COLUMN wallet.reconciliation_run.asked_by     IS 'Who of staff; empty where it was the clock.';
COMMENT ON COLUMN wallet.reconciliation_run.requested_at IS 'When it was asked for.';
COMMENT ON COLUMN wallet.reconciliation_run.started_at   IS 'When a worker first began with it.';
COMMENT ON COLUMN wallet.reconciliation_run.ended_at     IS 'When it was done. Empty as long as it goes on, or waits for a worker.';
COMMENT ON COLUMN wallet.reconciliation_run.asked        IS 'How many purchases a gateway was asked for.';
COMMENT ON COLUMN wallet.reconciliation_run.changed      IS 'For how many of them there was something to do: most often a webhook that was missed.';
COMMENT ON COLUMN wallet.reconciliation_run.unanswered   IS 'How many could not be asked for: the gateway was away.';
COMMENT ON COLUMN wallet.reconciliation_run.stuck        IS 'Deposits that have waited for longer than they should, with why.';
COMMENT ON COLUMN wallet.reconciliation_run.comparisons  IS 'What the gateways say they hold and took, beside what our books say.';

CREATE TRIGGER reconciliation_run_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.reconciliation_run
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'asked_by', 'requested_at', 'started_at', 'ended_at', 'asked', 'changed', 'unanswered',
  'stuck', 'comparisons'
);

CREATE TRIGGER reconciliation_run_no_delete
BEFORE DELETE ON wallet.reconciliation_run
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER reconciliation_run_no_truncate
BEFORE TRUNCATE ON wallet.reconciliation_run
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

ALTER TABLE wallet.break ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;

COMMENT ON COLUMN wallet.break.number IS 'Given by the database; the order of lists.';
COMMENT ON COLUMN wallet.break.kind   IS 'What sort of difference; docs/reference/reconciliation.md lists them.';

DROP TRIGGER break_audit ON wallet.break;

CREATE TRIGGER break_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.break
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'kind', 'deposit_id', 'withdrawal_id', 'gateway', 'object_id', 'expected', 'found', 'opened_at',
  'resolved_at', 'resolved_by', 'resolution'
);

-- Whether the same difference has been decided already; a tenant's list; and of what came in, the longest unasked.
CREATE INDEX break_object_idx   ON wallet.break (gateway, object_id, kind);
CREATE INDEX break_number_idx   ON wallet.break (tenant_id, number);
CREATE INDEX deposit_synced_idx ON wallet.deposit (last_synced_at) WHERE purchase_id IS NOT NULL;

-- A deposit is asked for again and again; that it was is no change of it. Everything else of it is recorded as before.
DROP TRIGGER deposit_audit ON wallet.deposit;

CREATE TRIGGER deposit_audit
AFTER INSERT OR DELETE OR UPDATE OF
  id, number, tenant_id, user_id, currency, amount, capture, capture_amount, gateway, attempt, purchase_id, checkout_url,
  status, gateway_status, credited, fee, returned, reconciled, version, created_at, credited_at
ON wallet.deposit
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'user_id', 'currency', 'amount', 'capture', 'capture_amount', 'gateway', 'attempt',
  'purchase_id', 'checkout_url', 'status', 'gateway_status', 'credited', 'fee', 'returned', 'reconciled', 'version', 'created_at',
  'credited_at', 'last_synced_at'
);
