-- Puts the queue of withdrawals in the order in which they were asked for, for all and for each status, so that a page
-- of any time is found as fast as the newest one. The two indexes replace two of the same names, and are built while
-- nothing may be written to wallet.withdrawal: a second for each million rows or two.

DROP INDEX wallet.withdrawal_tenant_idx;
DROP INDEX wallet.withdrawal_queue_idx;
CREATE INDEX withdrawal_tenant_idx ON wallet.withdrawal (tenant_id, created_at, number);
CREATE INDEX withdrawal_queue_idx  ON wallet.withdrawal (tenant_id, status, created_at, number);
