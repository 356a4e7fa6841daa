import { type Db, inTransaction } from '../database/transaction.ts'
import { insertJobRetry, reviveJob, takeDeadLetter } from './dead-letter-store.ts'
import { sendWithin } from './enqueue.ts'

/**
 * Lets a dead job be done again, with all its attempts: takes the letter, revives the job and writes down who decided
 * it, in one transaction. Undefined where there is no such letter, or somebody else has just taken it.
 */
export function retryDeadJob(
  db: Db,
  { id, tenantId, userId, now }: { id: string; tenantId: number; userId: string; now: Date },
): Promise<{ jobId: string; job: string } | undefined> {
  return inTransaction(db, async (trx) => {
    const letter = await takeDeadLetter(trx, { id, tenantId })
    if (letter === undefined) return undefined
    const { jobId, queue, data } = letter
    if (!(await reviveJob(trx, { queue, jobId }))) {
      // The failed row is gone, after a restore of a part, say; the letter is a whole copy.
      await sendWithin(trx, (boss) => boss.send(queue, data, { id: jobId }))
    }
    await insertJobRetry(trx, { tenantId, deadId: id, jobId, job: data.job, retriedBy: userId, now })
    return { jobId, job: data.job }
  })
}
