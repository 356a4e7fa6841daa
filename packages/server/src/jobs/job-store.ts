import { sql } from 'kysely'
import type { QueueName } from '../database/job-queues.ts'
import type { Db, Trx } from '../database/transaction.ts'
import type { Attempt } from './claimed-job.ts'

/**
 * Gives jobs back as if they had never been taken: the next worker takes them at once, and the attempt does not count.
 * pg-boss has no such act. Attempts that somebody else has taken over are left alone.
 */
export async function handBack(db: Db, attempts: readonly Attempt[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE pgboss.job AS job
    SET    state = 'retry', started_on = NULL, heartbeat_on = NULL
    FROM   jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) AS mine (queue text, id uuid, "retryCount" integer)
    WHERE  job.name = mine.queue
    AND    job.id = mine.id
    AND    job.retry_count = mine."retryCount"
    AND    job.state = 'active'
  `.execute(db)
  return Number(numAffectedRows)
}

/** How many jobs a queue holds, and for how long the first has been due. */
export interface QueueDepth {
  readonly queue: string
  readonly waiting: number
  /** As of the last look of a worker, some seconds ago: pg-boss has no index on what is running. */
  readonly active: number
  readonly oldestDueSeconds: number
}

/**
 * Of the queues and of the dead letters, in one statement on the index of what waits: finished jobs, of which there are
 * many, are not touched. Steps of a sequence that wait for another one are not counted.
 */
export async function readQueueDepths(db: Db): Promise<QueueDepth[]> {
  const { rows } = await sql<QueueDepth>`
    SELECT   queue.name AS queue,
             count(job.name)::integer AS waiting,
             queue.active_count AS active,
             coalesce(extract(epoch FROM now() - min(job.start_after) FILTER (WHERE job.start_after <= now())), 0)::float8
               AS "oldestDueSeconds"
    FROM     pgboss.queue AS queue
    LEFT JOIN pgboss.job AS job ON job.name = queue.name AND job.state < 'active' AND NOT job.blocked
    WHERE    queue.name NOT LIKE E'\\_\\_pgboss%'
    GROUP BY queue.name
    ORDER BY queue.name
  `.execute(db)
  return rows
}

export type JobState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'

/** The state of a job, which stays as it is until the transaction ends; undefined where there is no such job. */
export async function lockJob(
  trx: Trx,
  { queue, id }: { queue: QueueName; id: string },
): Promise<JobState | undefined> {
  const { rows } = await sql<{ state: JobState }>`
    SELECT state
    FROM   pgboss.job
    WHERE  name = ${queue}
    AND    id = ${id}
    FOR UPDATE
  `.execute(trx)
  return rows[0]?.state
}

/** Failed jobs stay for as long as their dead letters do: pg-boss would remove them with the finished ones. */
export async function keepFailedJobs(db: Db): Promise<void> {
  await sql`
    UPDATE pgboss.job
    SET    deletion_seconds = 0
    WHERE  state = 'failed'
    AND    deletion_seconds > 0
  `.execute(db)
}
