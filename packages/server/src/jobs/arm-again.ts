import { randomUUID } from 'node:crypto'
import type { Trx } from '../database/transaction.ts'
import { enqueue, sendWithin } from './enqueue.ts'
import { lockJob } from './job-store.ts'
import { type JobName, jobTable, type PayloadOf } from './job-table.ts'

/**
 * Sees to it that the job of a row is done soon, and answers with its id: a job that waits for its next attempt is due
 * now, one that waits its turn or runs is left alone, and one that is over or gone is followed by a new one.
 */
export async function armAgain<Name extends JobName>(
  trx: Trx,
  name: Name,
  payload: PayloadOf<Name>,
  { tenantId, jobId }: { tenantId: number | null; jobId: string },
): Promise<string> {
  const { queue } = jobTable[name]
  const state = await lockJob(trx, { queue, id: jobId })
  if (state === 'created' || state === 'active') return jobId
  if (state === 'retry') {
    await sendWithin(trx, (boss) => boss.update(queue, undefined, { id: jobId, startAfter: 0 }))
    return jobId
  }
  return enqueue(trx, name, payload, { tenantId, id: randomUUID() })
}
