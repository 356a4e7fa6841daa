import type { Pool } from 'pg'
import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { operationsOf } from '../support/api.ts'
import {
  openReconciliationOfWithdrawals,
  type WithdrawalReconciliationApp,
} from '../support/open-reconciliation.ts'
import { type SentStatement, watchStatements } from '../support/watch-statements.ts'

// What is explained is what the route has sent, with its values: a statement that the test wrote down itself would prove
// nothing of the route.

/**
 * Every list, in every order and with the filters that have an index of their own, and the index that it goes along: for
 * what comes in the order of its numbers or times, the one of the tenant or the one of all, whichever is shorter.
 * The filters of the queue of withdrawals are looked at in `approvals/queue-plans.test.ts`, row by row.
 */
const lists: readonly (readonly [path: string, index: string])[] = [
  ['/v1/transactions', 'transaction_user_key'],
  ['/v1/transactions?sort=-amount', 'transaction_user_amount_idx'],
  ['/v1/admin/transactions', 'transaction_tenant_key'],
  ['/v1/admin/transactions?sort=amount', 'transaction_tenant_amount_idx'],
  ['/v1/deposits', 'deposit_user_idx'],
  ['/v1/withdrawals', 'withdrawal_user_idx'],
  ['/v1/admin/withdrawals', 'withdrawal_tenant_idx|withdrawal_time_idx'],
  ['/v1/admin/breaks', 'break_number_idx'],
  ['/v1/admin/breaks?status=open&kind=payout_differs', 'break_number_idx'],
  ['/v1/admin/reconciliation', 'reconciliation_run_tenant_idx'],
  ['/v1/admin/webhooks', 'webhook_tenant_id_idx|webhook_pkey'],
  ['/v1/admin/webhooks?object_id=made', 'webhook_object_idx'],
  ['/v1/admin/audit', 'audit_record_tenant_id_idx|audit_record_pkey'],
  ['/v1/admin/audit?table=deposit&row_id=made', 'audit_record_row_idx'],
  ['/v1/admin/jobs/dead', 'job_common'],
]

const tables =
  /wallet\.(transaction|deposit|withdrawal|break|reconciliation_run|webhook|audit_record)\b|pgboss\.job\b/

interface Everything {
  readonly service: WithdrawalReconciliationApp
  readonly as: Principal
}

/** Somebody who may see every list: of three thousand rows of everything, a tenth in their tenant, and half of those theirs. */
async function openWithEverything(): Promise<Everything> {
  const service = await openReconciliationOfWithdrawals()
  const owner = await service.newHolder('100000')
  const as = { ...owner, roles: ['user', 'support', 'finance', 'admin'] }
  service.people.set(as.userId, as)
  const withdrawal = await service.approved(owner)
  await service.carryOn(withdrawal)
  await service.reconcile()
  await service.query(
    `INSERT INTO wallet.break (tenant_id, kind, gateway, object_id, expected, found, opened_at)
     VALUES ($1, 'payout_differs', 'revio', 'made', '{}', '{}', now())`,
    [as.tenantId],
  )
  await service.query(
    `INSERT INTO wallet.webhook (
       tenant_id, gateway, digest, sealed_body, event_type, object_kind, object_id, received_at, last_received_at,
       client_ip, job_id
     )
     VALUES ($1, 'revio', sha256('made'), decode(repeat('00', 80), 'hex'), 'purchase.paid', 'purchase', 'made', now(),
             now(), '192.0.2.1', gen_random_uuid())`,
    [as.tenantId],
  )
  await multiplyAll(service.pool, as)
  return { service, as }
}

/** The id of a made user, in the form of a random one. */
const userNo = (n: string): string =>
  `overlay(overlay(md5((${n})::text) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`

async function multiplyAll(pool: Pool, { userId, tenantId }: Principal): Promise<void> {
  const client = await pool.connect()
  try {
    // Rows out of nowhere: no rule of the service lets so many pass at once.
    await client.query("SET session_replication_role = 'replica'")
    const multiply = async (
      table: string,
      changes: string,
      values: readonly unknown[] = [],
    ): Promise<void> => {
      await client.query(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
         SELECT (jsonb_populate_record(NULL::${table}, to_jsonb(sample) || jsonb_build_object(${changes}))).*
         FROM   (SELECT * FROM ${table} LIMIT 1) AS sample
         CROSS JOIN generate_series(1, 3000) AS n`,
        [...values],
      )
      await client.query(`ANALYZE ${table}`)
    }
    const numbered = "'id', gen_random_uuid(), 'number', 1000000 + n"
    const tenants = "'tenant_id', CASE WHEN n % 10 = 0 THEN $1::integer ELSE 1000 + n % 9 END"
    const whose = `'user_id', CASE WHEN n % 20 = 0 THEN $2::uuid ELSE ${userNo('n % 500')} END, ${tenants}`
    await multiply('wallet.user', `'id', ${userNo('n')}, 'mail', n || '@example.com', ${tenants}`, [tenantId])
    await multiply('wallet.transaction', `${numbered}, 'amount', n, ${whose}`, [tenantId, userId])
    await multiply('wallet.deposit', `${numbered}, 'purchase_id', 'made-' || n, ${whose}`, [tenantId, userId])
    const sending =
      "'hold_id', gen_random_uuid(), 'status', CASE WHEN n % 4 = 0 THEN 'sending' ELSE 'requested' END"
    const asked = "'created_at', now() - (3000 - n) * interval '1 minute'"
    await multiply('wallet.withdrawal', `${numbered}, ${sending}, ${asked}, ${whose}`, [tenantId, userId])
    await multiply('wallet.break', `${numbered}, 'object_id', 'made-' || n, ${tenants}`, [tenantId])
    await multiply('wallet.reconciliation_run', `${numbered}, ${tenants}`, [tenantId])
    const made = "'id', 1000000 + n, 'object_id', CASE WHEN n % 40 = 0 THEN 'made' ELSE 'made-' || n END"
    await multiply('wallet.webhook', `${made}, 'digest', sha256(n::text::bytea), ${tenants}`, [tenantId])
    const row = "'table_name', 'deposit', 'row_id', CASE WHEN n % 40 = 0 THEN 'made' ELSE 'made-' || n END"
    await multiply('wallet.audit_record', `'id', 1000000 + n, ${row}, ${tenants}`, [tenantId])
    const died = `'name', CASE WHEN n % 50 = 0 THEN 'dead' ELSE 'high' END, 'created_on', now() - n * interval '1 s'`
    const source = `'source_id', gen_random_uuid(), 'source_name', 'high', 'source_retry_count', 3, 'source_created_on', now()`
    const data = `'data', jsonb_build_object('job', 'handle-webhook', 'payload', '{"webhook": "1"}'::jsonb, 'tenant', $1::integer, 'request', null, 'trace', null)`
    await multiply('pgboss.job', `'id', gen_random_uuid(), 'state', 'created', ${data}, ${died}, ${source}`, [
      tenantId,
    ])
  } finally {
    client.release(true)
  }
}

/** What a list sends for its first page and for the one behind it, and how often it sent something for one of them. */
async function readTwoPages(
  { service, as }: Everything,
  sent: readonly SentStatement[],
  path: string,
): Promise<{ statements: SentStatement[]; most: number }> {
  const filters = path.includes('?') ? `${path}&` : `${path}?`
  const first = sent.length
  const one = await service.send(as, 'GET', `${filters}limit=20`)
  expect(one.statusCode, `${path}: ${one.body}`).toBe(200)
  const second = sent.length
  const two = await service.send(as, 'GET', `${filters}limit=20&cursor=${one.json().page.next}`)
  expect(two.json().data, path).toHaveLength(20)
  return { statements: sent.slice(first), most: Math.max(second - first, sent.length - second) }
}

it('reads every list along its index, in five statements at most, however much there is', async () => {
  const everything = await openWithEverything()
  const { service } = everything
  const { operations } = await operationsOf(service.app)
  const sent = watchStatements(service.database.pool)

  for (const [path, index] of lists) {
    const { statements, most } = await readTwoPages(everything, sent, path)
    const pages = statements.filter(
      ({ text }) => /\blimit\b/i.test(text) && tables.test(text.replaceAll('"', '')),
    )
    expect([path, most <= 5, pages.length]).toEqual([path, true, 2])
    for (const { text, values } of pages) {
      const rows = await service.query(`EXPLAIN (COSTS off) ${text}`, [...values])
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan, `${path}\n${plan}`).toMatch(new RegExp(index))
      expect(plan, `${path}\n${plan}`).not.toContain('Seq Scan')
      // Few may be sorted: those of one object or row, those of one moment, and the dead letters, for which pg-boss has no
      // index by time.
      if (!/_id=|dead/.test(path)) expect(plan, `${path}\n${plan}`).not.toMatch(/(?<!Incremental )Sort\n/)
    }
  }

  const described = operations.filter(({ method, responses }) => {
    const answer = JSON.stringify(responses['200']?.content ?? {})
    return method === 'GET' && /schemas\/\w+Page"/.test(answer)
  })
  expect(described.map(({ path }) => path).sort(), 'a list that is missing above').toEqual(
    [...new Set(lists.map(([path]) => path.split('?')[0]))].sort(),
  )
}, 120_000)
