-- Gives two roles of yours exactly what they need in the schema wallet: one for the service, one for whoever reads what
-- happened. Names are yours, so this is no migration: create the roles, run the ledger's roles.sql, then this as the
-- owner of the schema, again after every migration:
--
--   psql -v application=wallet -v auditor=audit -f roles.sql
--
-- Neither role may own the schema or be a superuser: an owner can switch a trigger off. The trail is written by triggers
-- with the rights of its owner, so not even the service has a right to write to it.

BEGIN;

REVOKE ALL ON SCHEMA wallet                  FROM PUBLIC, :"application", :"auditor";
REVOKE ALL ON ALL TABLES IN SCHEMA wallet    FROM PUBLIC, :"application", :"auditor";
REVOKE ALL ON ALL SEQUENCES IN SCHEMA wallet FROM PUBLIC, :"application", :"auditor";
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA wallet FROM PUBLIC, :"application", :"auditor";

GRANT USAGE  ON SCHEMA wallet               TO :"application", :"auditor";
GRANT SELECT ON ALL TABLES IN SCHEMA wallet TO :"application";

-- The auditor sees who there is, what they may do and what happened; nothing that opens a door. That a secret changed,
-- and when, is in the trail.
GRANT SELECT ON wallet.audit_record, wallet.mail, wallet.migration, wallet.role, wallet.session, wallet.tenant,
                wallet.user, wallet.user_role
TO :"auditor";

-- People come by registration. The version is what ends their access tokens; an address, once theirs, stays.
GRANT INSERT (tenant_id, mail, name),
      UPDATE (version)
ON wallet.user TO :"application";

GRANT INSERT (tenant_id, user_id, role) ON wallet.user_role TO :"application";

GRANT INSERT (user_id, tenant_id, hash, changed_at),
      UPDATE (hash, changed_at)
ON wallet.password TO :"application";

-- A login goes on or ends; who it is of, and since when, stays. The tokens go with it when it is tidied away.
GRANT INSERT (tenant_id, user_id, created_at, refreshed_at, ends_at, client_ip, user_agent),
      UPDATE (refreshed_at, revoked_at, revoked_for),
      DELETE
ON wallet.session TO :"application";

GRANT INSERT (hash, tenant_id, session_id, issued_at, expires_at),
      UPDATE (used_at, child_nonce)
ON wallet.refresh_token TO :"application";

GRANT INSERT (hash, tenant_id, user_id, issued_at, expires_at),
      UPDATE (used_at),
      DELETE
ON wallet.password_reset TO :"application";

GRANT INSERT (hash, tenant_id, mail, name, issued_at, expires_at),
      UPDATE (used_at),
      DELETE
ON wallet.registration TO :"application";

GRANT INSERT (user_id, tenant_id, sealed_seed, enrolled_at),
      UPDATE (sealed_seed, enrolled_at, confirmed_at, last_step, failures, failing_since),
      DELETE
ON wallet.totp TO :"application";

GRANT INSERT (hash, tenant_id, user_id),
      UPDATE (used_at),
      DELETE
ON wallet.recovery_code TO :"application";

GRANT INSERT (tenant_id, user_id, session_id, purpose, payload_hash, issued_at, expires_at),
      UPDATE (tries, passed_at, used_at),
      DELETE
ON wallet.step_up TO :"application";

GRANT INSERT (tenant_id, kind, recipient, facts, created_at, due_at),
      UPDATE (attempts, due_at, outcome, ended_at),
      DELETE
ON wallet.mail TO :"application";

-- An account is linked, changed and forgotten. The number and its mark can be sealed anew; nothing is removed.
GRANT INSERT (user_id, tenant_id, bank_name, holder, last_four, sealed_number, number_mark, changed_at, shared_at),
      UPDATE (bank_name, holder, last_four, sealed_number, number_mark, changed_at, shared_at, removed_at)
ON wallet.bank_account TO :"application";

GRANT INSERT (key, taken_at, stale_at),
      UPDATE (taken_at, refused_at, stale_at),
      DELETE
ON wallet.request_count TO :"application";

-- What arrived and what happened stays as it was, but that a body may be sealed with a new key; only how it went on is
-- written later.
GRANT INSERT (tenant_id, gateway, digest, sealed_body, event_type, object_kind, object_id, received_at, last_received_at,
              client_ip, job_id),
      UPDATE (sealed_body, deliveries, last_received_at, job_id, outcome, ended_at)
ON wallet.webhook TO :"application";

GRANT INSERT (tenant_id, gateway, reason, hour, first_at, last_at, last_client_ip, last_request_id),
      UPDATE (refusals, last_at, last_client_ip, last_request_id)
ON wallet.webhook_refusal TO :"application";

GRANT INSERT (tenant_id, type, data, happened_at, job_id),
      UPDATE (job_id, spread_at)
ON wallet.domain_event TO :"application";

GRANT INSERT (tenant_id, dead_id, job_id, job, retried_by, retried_at)
ON wallet.job_retry TO :"application";

-- What was asked for stays as it was; only how it goes on is written later. The destination is sealed again with a new key.
GRANT INSERT (id, tenant_id, user_id, currency, amount, fee, status, flags, approvals_needed, hold_id, gateway,
              bank_name, holder, last_four, sealed_destination, destination_mark, search, client_ip, ask_at, created_at),
      UPDATE (status, flags, round, sealed_destination, destination_mark, reason, gateway_fee, paid_journal,
              fee_journal, version, asks, ask_at, leased_until, ended_at)
ON wallet.withdrawal TO :"application";

GRANT INSERT (tenant_id, withdrawal_id, attempt, gateway, created_at),
      UPDATE (payout_id, gateway_status, reconciled, execute_started_at, given_up_at, given_up_for, last_synced_at)
ON wallet.payout TO :"application";

GRANT INSERT (tenant_id, withdrawal_id, owner_id, round, decision, decided_by, decided_at, version, seen, reason)
ON wallet.withdrawal_decision TO :"application";

GRANT INSERT (tenant_id, user_id, rule, currency, on_day, raised_at)
ON wallet.fraud_alert TO :"application";

-- Who pays in how much, and why it goes back, is never changed; only how it went on.
GRANT INSERT (tenant_id, user_id, route, key, fingerprint, created_at, fact_id, leased_until, status, body),
      UPDATE (leased_until, status, body),
      DELETE
ON wallet.request_key TO :"application";

GRANT INSERT (tenant_id, user_id, currency, amount, capture, gateway, created_at),
      UPDATE (attempt, version, status, purchase_id, checkout_url, capture_amount, credited, fee,
              credited_at, returned, gateway_status, reconciled, last_synced_at)
ON wallet.deposit TO :"application";

GRANT INSERT (id, tenant_id, deposit_id, kind, amount, penalty, status, hold_id, reason, requested_by,
              created_at, ended_at),
      UPDATE (status, sent_at, ended_at)
ON wallet.refund TO :"application";

GRANT INSERT (tenant_id, kind, deposit_id, withdrawal_id, gateway, object_id, expected, found, opened_at)
ON wallet.break TO :"application";

GRANT INSERT (id, tenant_id, user_id, type, fact, status, detail, name, reference, amount, currency,
              created_at),
      UPDATE (status, detail, amount, journals, current_after, usable_after, completed_at)
ON wallet.transaction TO :"application";

-- The queues are pg-boss' own tables: `evenkeel-server migrate` makes them, and the service makes nothing in there.
GRANT USAGE ON SCHEMA pgboss TO :"application";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO :"application";

COMMIT;
