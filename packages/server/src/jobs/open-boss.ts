import type { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { jobSchema } from '../database/job-queues.ts'
import type { Logger } from '../observability/logger.ts'

/**
 * The part of pg-boss that a worker needs: takes jobs, gives those of dead workers to others, opens the steps of a
 * sequence whose forerunners are done, and starts what is scheduled, once for all workers.
 *
 * Refuses to start where `migrate` has not been run.
 */
export async function openBoss(
  pool: Pool,
  { logger, superviseSeconds = 10 }: { logger: Logger; superviseSeconds?: number },
): Promise<PgBoss> {
  const boss = new PgBoss({
    schema: jobSchema,
    db: { executeSql: (text, values) => pool.query(text, values) },
    migrate: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    flowIntervalSeconds: 2,
    // Indexes belong to whoever migrates.
    reindex: false,
  })
  boss.on('error', (error) =>
    logger.warn({ err: error }, 'the queues could not be looked after; it is tried again'),
  )
  boss.on('warning', ({ message }) =>
    logger.warn({ warning: message }, 'the queues need somebody to look at them'),
  )
  await boss.start()
  return boss
}
