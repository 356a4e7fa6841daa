import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import { hasNoJob } from '../jobs/orphans.ts'
import type { DomainEvent, NewEvent } from './domain-event.ts'

export async function insertEvent(
  trx: Trx,
  { tenantId, type, data }: NewEvent,
  { jobId, now }: { jobId: string; now: Date },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO wallet.domain_event (tenant_id, type, data, happened_at, job_id)
    VALUES (${tenantId}, ${type}, ${data}, ${now}, ${jobId})
    RETURNING id::text
  `.execute(trx)
  const [row] = rows
  if (row === undefined) throw new Error('INSERT ... RETURNING gave no row back.')
  return row.id
}

export async function findEvent(db: Db, id: string): Promise<DomainEvent | undefined> {
  const { rows } = await sql<DomainEvent>`
    SELECT id::text, tenant_id AS "tenantId", type, data, happened_at AS "happenedAt"
    FROM   wallet.domain_event
    WHERE  id = ${id}
  `.execute(db)
  return rows[0]
}

/** The event, if it has not been spread before: of two that ask at the same time, one gets it. */
export async function claimEventToSpread(trx: Trx, id: string, now: Date): Promise<DomainEvent | undefined> {
  const { rows } = await sql<DomainEvent>`
    UPDATE wallet.domain_event
    SET    spread_at = ${now}
    WHERE  id = ${id}
    AND    spread_at IS NULL
    RETURNING id::text, tenant_id AS "tenantId", type, data, happened_at AS "happenedAt"
  `.execute(trx)
  return rows[0]
}

/** Events that were not spread and will not be, the oldest first. Younger than a minute, one may be in the making. */
export async function lockOrphanedEvents(
  trx: Trx,
  { limit, before }: { limit: number; before: Date },
): Promise<{ id: string; tenantId: number }[]> {
  const { rows } = await sql<{ id: string; tenantId: number }>`
    SELECT   id::text, tenant_id AS "tenantId"
    FROM     wallet.domain_event AS event
    WHERE    spread_at IS NULL
    AND      happened_at < ${before}
    AND      ${hasNoJob('default', 'event.job_id')}
    ORDER BY event.id
    LIMIT    ${limit}
    FOR UPDATE SKIP LOCKED
  `.execute(trx)
  return rows
}

export async function setEventJob(trx: Trx, { id, jobId }: { id: string; jobId: string }): Promise<void> {
  await sql`
    UPDATE wallet.domain_event
    SET    job_id = ${jobId}
    WHERE  id = ${id}
  `.execute(trx)
}
