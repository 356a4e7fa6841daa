-- Lets payouts be asked for long after their end, as deposits are, and says what the gateway keeps for those on their way.
-- The column is added without writing the rows anew; the index on wallet.payout is built while nothing may be written
-- there: seconds for a million rows. The trigger is replaced under the same lock.

ALTER TABLE wallet.payout
  ADD COLUMN pending_fee numeric(38,0) NOT NULL DEFAULT 0,
  ADD CONSTRAINT payout_pending_fee_range CHECK (pending_fee >= 0);

COMMENT ON COLUMN wallet.payout.pending_fee IS 'What the gateway has kept for it while it is on its way. Our books learn of it when it has arrived.';

-- Of what went out, the longest unasked: what was left before anybody asked counts from its beginning. And the few that
-- are on their way.
CREATE INDEX payout_synced_idx  ON wallet.payout (coalesce(last_synced_at, created_at)) WHERE payout_id IS NOT NULL;
CREATE INDEX payout_pending_idx ON wallet.payout (gateway) WHERE pending_fee > 0;

-- A payout is asked for again and again; that it was is no change of it. Everything else of it is recorded as before.
DROP TRIGGER payout_audit ON wallet.payout;

CREATE TRIGGER payout_audit
AFTER INSERT OR DELETE OR UPDATE OF
  id, tenant_id, withdrawal_id, attempt, gateway, payout_id, gateway_status, reconciled, created_at, execute_started_at,
  given_up_at, given_up_for, pending_fee
ON wallet.payout
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'withdrawal_id', 'attempt', 'gateway', 'payout_id', 'gateway_status', 'reconciled', 'created_at',
  'execute_started_at', 'given_up_at', 'given_up_for', 'pending_fee', 'last_synced_at'
);
