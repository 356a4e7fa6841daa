import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { grantRights } from '../../scripts/grant-rights.ts'
import { findDrift } from '../../src/database/find-drift.ts'
import { readRights } from '../../src/database/rights.ts'
import { useServiceRoles } from '../support/service-roles.ts'

// That the service can do its work with these rights is shown by the tests of identity, which run as this role. This is
// the list itself, and some of what it is worth.

const { database, application, auditor } = await useServiceRoles()
const { pool: owner } = database

function poolOf({ url }: { url: string }): Pool {
  const pool = new Pool({ connectionString: url })
  onTestFinished(() => pool.end())
  return pool
}

async function rightsIn(schema: string, role: string): Promise<string[]> {
  const rights = await readRights(owner, role)
  return rights
    .filter(({ relation }) => relation.startsWith(`${schema}.`))
    .map(({ relation, privilege, columns }) => {
      const table = relation.slice(schema.length + 1)
      return columns === null ? `${table}: ${privilege}` : `${table}: ${privilege} (${columns})`
    })
}

it('gives the service these rights in the schema wallet and no other', async () => {
  const rights = await rightsIn('wallet', application.role)

  expect(rights.filter((right) => !right.endsWith(': SELECT'))).toEqual([
    'bank_account: INSERT (bank_name, changed_at, holder, last_four, number_mark, sealed_number, shared_at, tenant_id, user_id)',
    'bank_account: UPDATE (bank_name, changed_at, holder, last_four, number_mark, removed_at, sealed_number, shared_at)',
    'break: INSERT (deposit_id, expected, found, gateway, kind, object_id, opened_at, tenant_id, withdrawal_id)',
    'deposit: INSERT (amount, capture, created_at, currency, gateway, tenant_id, user_id)',
    'deposit: UPDATE (attempt, capture_amount, checkout_url, credited, credited_at, fee, gateway_status, last_synced_at, purchase_id, reconciled, returned, status, version)',
    'domain_event: INSERT (data, happened_at, job_id, tenant_id, type)',
    'domain_event: UPDATE (job_id, spread_at)',
    'fraud_alert: INSERT (currency, on_day, raised_at, rule, tenant_id, user_id)',
    'job_retry: INSERT (dead_id, job, job_id, retried_at, retried_by, tenant_id)',
    'mail: DELETE',
    'mail: INSERT (created_at, due_at, facts, kind, recipient, tenant_id)',
    'mail: UPDATE (attempts, due_at, ended_at, outcome)',
    'password: INSERT (changed_at, hash, tenant_id, user_id)',
    'password: UPDATE (changed_at, hash)',
    'password_reset: DELETE',
    'password_reset: INSERT (expires_at, hash, issued_at, tenant_id, user_id)',
    'password_reset: UPDATE (used_at)',
    'payout: INSERT (attempt, created_at, gateway, tenant_id, withdrawal_id)',
    'payout: UPDATE (execute_started_at, gateway_status, given_up_at, given_up_for, last_synced_at, payout_id, reconciled)',
    'recovery_code: DELETE',
    'recovery_code: INSERT (hash, tenant_id, user_id)',
    'recovery_code: UPDATE (used_at)',
    'refresh_token: INSERT (expires_at, hash, issued_at, session_id, tenant_id)',
    'refresh_token: UPDATE (child_nonce, used_at)',
    'refund: INSERT (amount, created_at, deposit_id, ended_at, hold_id, id, kind, penalty, reason, requested_by, status, tenant_id)',
    'refund: UPDATE (ended_at, sent_at, status)',
    'registration: DELETE',
    'registration: INSERT (expires_at, hash, issued_at, mail, name, tenant_id)',
    'registration: UPDATE (used_at)',
    'request_count: DELETE',
    'request_count: INSERT (key, stale_at, taken_at)',
    'request_count: UPDATE (refused_at, stale_at, taken_at)',
    'request_key: DELETE',
    'request_key: INSERT (body, created_at, fact_id, fingerprint, key, leased_until, route, status, tenant_id, user_id)',
    'request_key: UPDATE (body, leased_until, status)',
    'session: DELETE',
    'session: INSERT (client_ip, created_at, ends_at, refreshed_at, tenant_id, user_agent, user_id)',
    'session: UPDATE (refreshed_at, revoked_at, revoked_for)',
    'step_up: DELETE',
    'step_up: INSERT (expires_at, issued_at, payload_hash, purpose, session_id, tenant_id, user_id)',
    'step_up: UPDATE (passed_at, tries, used_at)',
    'totp: DELETE',
    'totp: INSERT (enrolled_at, sealed_seed, tenant_id, user_id)',
    'totp: UPDATE (confirmed_at, enrolled_at, failing_since, failures, last_step, sealed_seed)',
    'transaction: INSERT (amount, created_at, currency, detail, fact, id, name, reference, status, tenant_id, type, user_id)',
    'transaction: UPDATE (amount, completed_at, current_after, detail, journals, status, usable_after)',
    'user: INSERT (mail, name, tenant_id)',
    'user: UPDATE (version)',
    'user_role: INSERT (role, tenant_id, user_id)',
    'webhook: INSERT (client_ip, digest, event_type, gateway, job_id, last_received_at, object_id, object_kind, received_at, sealed_body, tenant_id)',
    'webhook: UPDATE (deliveries, ended_at, job_id, last_received_at, outcome, sealed_body)',
    'webhook_refusal: INSERT (first_at, gateway, hour, last_at, last_client_ip, last_request_id, reason, tenant_id)',
    'webhook_refusal: UPDATE (last_at, last_client_ip, last_request_id, refusals)',
    'withdrawal: INSERT (amount, approvals_needed, ask_at, bank_name, client_ip, created_at, currency, destination_mark, fee, flags, gateway, hold_id, holder, id, last_four, sealed_destination, search, status, tenant_id, user_id)',
    'withdrawal: UPDATE (ask_at, asks, destination_mark, ended_at, fee_journal, flags, gateway_fee, leased_until, paid_journal, reason, round, sealed_destination, status, version)',
    'withdrawal_decision: INSERT (decided_at, decided_by, decision, owner_id, reason, round, seen, tenant_id, version, withdrawal_id)',
  ])
})

it('lets the auditor read what happened, and nothing that opens a door', async () => {
  expect(await rightsIn('wallet', auditor.role)).toEqual([
    'audit_record: SELECT',
    'mail: SELECT',
    'migration: SELECT',
    'role: SELECT',
    'session: SELECT',
    'tenant: SELECT',
    'user: SELECT',
    'user_role: SELECT',
  ])
})

it.for([
  "UPDATE wallet.user SET status = 'active'",
  "UPDATE wallet.user SET mail = 'thief@example.com'",
  'DELETE FROM wallet.user',
  "INSERT INTO wallet.user (tenant_id, mail, name, tier) VALUES (1, 'a@example.com', 'A', 'premium')",
  'DELETE FROM wallet.user_role',
  "INSERT INTO wallet.role (code, about) VALUES ('god', 'Everything.')",
  "INSERT INTO wallet.audit_record (table_name) VALUES ('user')",
  'DELETE FROM wallet.audit_record',
  'UPDATE wallet.session SET user_id = gen_random_uuid()',
  'UPDATE wallet.password_reset SET expires_at = now()',
  'TRUNCATE wallet.session CASCADE',
  'ALTER TABLE wallet.user DISABLE TRIGGER user_audit',
  'CREATE TABLE wallet.mine (id integer)',
  'UPDATE ledger.entry SET amount = 1',
])('refuses the service: %s', async (statement) => {
  const pool = poolOf(application)

  await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' })
})

it('leaves nothing to be desired by the check at the start, and changes nothing when it is granted again', async () => {
  const before = await readRights(owner, application.role)

  await grantRights(owner, { application: application.role, auditor: auditor.role })

  expect(await findDrift(poolOf(application))).toEqual([])
  expect(await readRights(owner, application.role)).toEqual(before)
})

it('is missed by the check at the start, right by right', async () => {
  const nobody = poolOf(auditor)

  const missing = await findDrift(nobody)

  expect(missing).toContainEqual(
    expect.stringContaining('UPDATE (version) wallet.user. Run roles.sql again.'),
  )
  expect(missing).toContainEqual(expect.stringContaining('SELECT wallet.password. Run roles.sql again.'))
})
