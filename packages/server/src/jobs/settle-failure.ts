import { fromKysely, type PgBoss } from 'pg-boss'
import { type Db, inTransaction } from '../database/transaction.ts'
import { type Attempt, attemptNumber, Settled } from './claimed-job.ts'
import type { JobFailure } from './job-failure.ts'
import { retryDelaySeconds } from './retry-schedule.ts'

/** `lost` where another worker has the job by now: then this attempt decides nothing. */
export type FailureOutcome = 'retried' | 'dead' | 'lost'

/**
 * Ends a failed attempt: in one transaction the job waits again, and its time is set by our schedule, which pg-boss
 * does not know (its own delays are fixed or grow by a power). The job stays the same row, so those that wait for it in
 * a sequence go on waiting. After the last attempt pg-boss puts a copy among the dead letters.
 */
export function settleFailure(
  { db, boss }: { db: Db; boss: PgBoss },
  attempt: Attempt,
  failure: JobFailure,
): Promise<FailureOutcome> {
  const { queue, id, retryCount } = attempt
  return inTransaction(db, async (trx) => {
    const within = { db: fromKysely(trx) }
    const { affected } = Settled.parse(await boss.fail(queue, { id, retryCount }, failure, within))
    if (affected === 0) return 'lost'
    const delaySeconds = retryDelaySeconds(attemptNumber(attempt))
    if (delaySeconds === undefined) return 'dead'
    await boss.update(queue, undefined, { id, startAfter: delaySeconds, ...within })
    return 'retried'
  })
}
