import { type Db, inTransaction } from '../database/transaction.ts'
import type { JobHandler } from '../jobs/job-handler.ts'
import { keepFailedJobs } from '../jobs/jobs.ts'
import type { WaitingRows } from '../jobs/orphans.ts'
import type { Metrics } from '../observability/metrics.ts'

const batch = 200

/**
 * Proves that every row that waits for a job has one, and gives one to those that have not. A row and its job are
 * written in one transaction, so there should never be any: what is found is a bug, a restore of half the database, or
 * somebody's DELETE, and is counted and logged as such.
 */
export function sweepOrphans({
  db,
  metrics,
  kinds,
}: {
  db: Db
  metrics: Pick<Metrics, 'orphansArmed'>
  kinds: readonly WaitingRows[]
}): JobHandler<'sweep-orphans'> {
  return async (_payload, { logger, signal }) => {
    await keepFailedJobs(db)
    for (const { kind, rearm } of kinds) {
      let armed = batch
      while (armed === batch && !signal.aborted) {
        armed = await inTransaction(db, (trx) => rearm(trx, batch))
        metrics.orphansArmed(kind, armed)
        if (armed > 0) logger.error({ kind, orphans: armed }, 'rows had no job; each was given one')
      }
    }
  }
}
