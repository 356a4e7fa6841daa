import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import { hasNoJob } from '../jobs/orphans.ts'
import type { ReceiverOutcome } from './webhook-receiver.ts'

export interface NewWebhook {
  readonly tenantId: number
  readonly gateway: string
  readonly digest: Buffer
  readonly sealedBody: Buffer
  readonly eventType: string
  readonly objectKind: string
  readonly objectId: string
  readonly clientIp: string
  readonly jobId: string
}

/** The row in which a delivery ended up. */
export interface KeptWebhook {
  readonly id: string
  readonly jobId: string
  readonly deliveries: number
  readonly outcome: ReceiverOutcome | null
}

/**
 * Puts a webhook into the inbox, or counts it on the row of the first: two that come at the same time wait for each
 * other at the unique key. The row stays locked, so that nobody ends it while a repeat arms its job again.
 */
export async function keepWebhook(trx: Trx, webhook: NewWebhook, now: Date): Promise<KeptWebhook> {
  const { rows } = await sql<KeptWebhook>`
    INSERT INTO wallet.webhook AS kept (
      tenant_id, gateway, digest, sealed_body, event_type, object_kind, object_id, received_at, last_received_at,
      client_ip, job_id
    )
    VALUES (
      ${webhook.tenantId}, ${webhook.gateway}, ${webhook.digest}, ${webhook.sealedBody}, ${webhook.eventType},
      ${webhook.objectKind}, ${webhook.objectId}, ${now}, ${now}, ${webhook.clientIp}, ${webhook.jobId}
    )
    ON CONFLICT (tenant_id, gateway, digest) DO UPDATE
    SET    deliveries = kept.deliveries + 1,
           last_received_at = greatest(kept.last_received_at, excluded.last_received_at)
    RETURNING id::text, job_id AS "jobId", deliveries, outcome
  `.execute(trx)
  const [kept] = rows
  if (kept === undefined) throw new Error('INSERT ... RETURNING gave no row back.')
  return kept
}

export async function setWebhookJob(trx: Trx, { id, jobId }: { id: string; jobId: string }): Promise<void> {
  await sql`
    UPDATE wallet.webhook
    SET    job_id = ${jobId}
    WHERE  id = ${id}
    AND    job_id <> ${jobId}
  `.execute(trx)
}

export interface WebhookToActOn {
  readonly id: string
  readonly tenantId: number
  readonly gateway: string
  readonly digest: Buffer
  readonly sealedBody: Buffer
  readonly eventType: string
  readonly objectKind: string
  readonly objectId: string
  readonly outcome: ReceiverOutcome | null
}

export async function findWebhook(db: Db, id: string): Promise<WebhookToActOn | undefined> {
  const { rows } = await sql<WebhookToActOn>`
    SELECT id::text, tenant_id AS "tenantId", gateway, digest, sealed_body AS "sealedBody",
           event_type AS "eventType", object_kind AS "objectKind", object_id AS "objectId", outcome
    FROM   wallet.webhook
    WHERE  id = ${id}
  `.execute(db)
  return rows[0]
}

export async function endWebhook(
  trx: Trx,
  { id, outcome, now }: { id: string; outcome: ReceiverOutcome; now: Date },
): Promise<void> {
  await sql`
    UPDATE wallet.webhook
    SET    outcome = ${outcome}, ended_at = ${now}
    WHERE  id = ${id}
    AND    outcome IS NULL
  `.execute(trx)
}

/** Opens a webhook again, for staff; undefined where the tenant has none of that id. */
export async function reopenWebhook(
  trx: Trx,
  { id, tenantId }: { id: string; tenantId: number },
): Promise<{ jobId: string } | undefined> {
  const { rows } = await sql<{ jobId: string }>`
    UPDATE wallet.webhook
    SET    outcome = NULL, ended_at = NULL
    WHERE  id = ${id}
    AND    tenant_id = ${tenantId}
    RETURNING job_id AS "jobId"
  `.execute(trx)
  return rows[0]
}

/** Webhooks that nobody has acted on and nobody will, the oldest first. Younger than a minute, one may be in the making. */
export async function lockOrphanedWebhooks(
  trx: Trx,
  { limit, before }: { limit: number; before: Date },
): Promise<{ id: string; tenantId: number }[]> {
  const { rows } = await sql<{ id: string; tenantId: number }>`
    SELECT   id::text, tenant_id AS "tenantId"
    FROM     wallet.webhook AS webhook
    WHERE    outcome IS NULL
    AND      last_received_at < ${before}
    AND      ${hasNoJob('high', 'webhook.job_id')}
    ORDER BY webhook.id
    LIMIT    ${limit}
    FOR UPDATE SKIP LOCKED
  `.execute(trx)
  return rows
}

export interface Refusal {
  readonly tenantId: number
  readonly gateway: string
  readonly reason: string
  readonly clientIp: string
  readonly requestId: string
}

/** Counts a webhook that was turned away: one row for each reason and hour, whatever arrives. */
export async function countRefusal(db: Db, refusal: Refusal, now: Date): Promise<void> {
  await sql`
    INSERT INTO wallet.webhook_refusal AS counted (
      tenant_id, gateway, reason, hour, first_at, last_at, last_client_ip, last_request_id
    )
    VALUES (
      ${refusal.tenantId}, ${refusal.gateway}, ${refusal.reason}, date_trunc('hour', ${now}::timestamptz, 'UTC'),
      ${now}, ${now}, ${refusal.clientIp}, ${refusal.requestId}
    )
    ON CONFLICT (tenant_id, gateway, reason, hour) DO UPDATE
    SET    refusals = counted.refusals + 1,
           last_at = greatest(counted.last_at, excluded.last_at),
           last_client_ip = excluded.last_client_ip,
           last_request_id = excluded.last_request_id
  `.execute(db)
}
