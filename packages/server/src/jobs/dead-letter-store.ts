import { sql } from 'kysely'
import { deadQueue, mostAttempts, queueOptions } from '../database/job-queues.ts'
import type { Db, Trx } from '../database/transaction.ts'
import type { Envelope } from './envelope.ts'

export interface DeadLetter {
  readonly id: string
  /** `<created, in microseconds>.<id>`: the place in the list. */
  readonly place: string
  readonly jobId: string
  readonly queue: string
  readonly data: Envelope
  readonly attempts: number
  readonly output: unknown
  readonly askedAt: Date
  readonly diedAt: Date
}

export const deadPlaceForm = /^\d{1,17}\.[\da-f-]{36}$/

/**
 * Dead letters of a tenant and of the service itself, the newest first, one more than the page takes. pg-boss keeps
 * those that wait under an index on their queue.
 */
export async function readDeadLetters(
  db: Db,
  {
    tenantId,
    job,
    limit,
    place,
  }: {
    tenantId: number
    job: string | undefined
    limit: number
    place: { direction: 'before' | 'after'; id: string } | undefined
  },
): Promise<DeadLetter[]> {
  const goesBack = place?.direction === 'before'
  const [micros, id] = place?.id.split('.') ?? []
  const beyond =
    place === undefined
      ? sql`true`
      : sql`(created_on, id) ${goesBack ? sql`>` : sql`<`} (to_timestamp(0) + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`
  const order = goesBack ? sql`created_on, id` : sql`created_on DESC, id DESC`
  const { rows } = await sql<DeadLetter>`
    SELECT   id,
             (extract(epoch FROM created_on) * 1000000)::bigint || '.' || id AS place,
             source_id AS "jobId",
             source_name AS queue,
             data,
             source_retry_count + 1 AS attempts,
             source_output AS output,
             source_created_on AS "askedAt",
             created_on AS "diedAt"
    FROM     pgboss.job
    WHERE    name = ${deadQueue}
    AND      state < 'active'
    AND      NOT blocked
    AND      coalesce((data ->> 'tenant')::integer, ${tenantId}) = ${tenantId}
    AND      (${job ?? null}::text IS NULL OR data ->> 'job' = ${job ?? null})
    AND      ${beyond}
    ORDER BY ${order}
    LIMIT    ${limit + 1}
  `.execute(db)
  return rows
}

/** Takes a letter out of the queue. Of two that ask at the same time, one gets it. */
export async function takeDeadLetter(
  trx: Trx,
  { id, tenantId }: { id: string; tenantId: number },
): Promise<Pick<DeadLetter, 'jobId' | 'queue' | 'data'> | undefined> {
  const { rows } = await sql<Pick<DeadLetter, 'jobId' | 'queue' | 'data'>>`
    DELETE FROM pgboss.job
    WHERE  name = ${deadQueue}
    AND    id = ${id}
    AND    state < 'active'
    AND    coalesce((data ->> 'tenant')::integer, ${tenantId}) = ${tenantId}
    RETURNING source_id AS "jobId", source_name AS queue, data
  `.execute(trx)
  return rows[0]
}

/**
 * Begins a failed job anew, as the same row: what waits for it in a sequence goes on waiting for it. pg-boss would
 * give it one more attempt, or a copy that nothing waits for.
 */
export async function reviveJob(
  trx: Trx,
  { queue, jobId }: { queue: string; jobId: string },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE pgboss.job
    SET    state = 'retry',
           retry_count = 0,
           retry_limit = ${mostAttempts - 1},
           start_after = now(),
           started_on = NULL,
           completed_on = NULL,
           output = NULL,
           keep_until = now() + ${queueOptions.retentionSeconds}::integer * interval '1 second',
           deletion_seconds = ${queueOptions.deleteAfterSeconds}
    WHERE  name = ${queue}
    AND    id = ${jobId}
    AND    state = 'failed'
  `.execute(trx)
  return numAffectedRows === 1n
}

export async function insertJobRetry(
  trx: Trx,
  retry: { tenantId: number; deadId: string; jobId: string; job: string; retriedBy: string; now: Date },
): Promise<void> {
  await sql`
    INSERT INTO wallet.job_retry (tenant_id, dead_id, job_id, job, retried_by, retried_at)
    VALUES (${retry.tenantId}, ${retry.deadId}, ${retry.jobId}, ${retry.job}, ${retry.retriedBy}, ${retry.now})
  `.execute(trx)
}
