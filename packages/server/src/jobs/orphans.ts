import { sql } from 'kysely'
import type { QueueName } from '../database/job-queues.ts'
import type { Trx } from '../database/transaction.ts'

/** A kind of row that waits for a job, as the sweeper sees it. */
export interface WaitingRows {
  /** In figures and in the log. */
  readonly kind: string
  /**
   * Finds rows that have waited for a while and whose job is neither waiting, nor running, nor among the dead letters;
   * locks them, passing over those that somebody else has locked, and gives each a new job.
   */
  rearm(trx: Trx, limit: number): Promise<number>
}

/** Whether the job of a row is gone, for a condition in SQL. A dead letter is not gone: it waits for staff. */
export function hasNoJob(queue: QueueName, jobIdColumn: string) {
  return sql<boolean>`
    NOT EXISTS (
      SELECT
      FROM  pgboss.job
      WHERE job.name = ${queue}
      AND   job.id = ${sql.ref(jobIdColumn)}
      AND   job.state IN ('created', 'retry', 'active', 'failed')
    )
  `
}
