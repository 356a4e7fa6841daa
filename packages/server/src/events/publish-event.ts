import { randomUUID } from 'node:crypto'
import type { Trx } from '../database/transaction.ts'
import { enqueue } from '../jobs/enqueue.ts'
import type { NewEvent } from './domain-event.ts'
import { insertEvent } from './event-store.ts'

/**
 * Writes down that something happened, in the transaction in which it did. Who listens is not known here: the job that
 * follows asks the listeners of the worker.
 *
 * @example
 * await publishEvent(trx, { tenantId, type: 'deposit-completed', data: { deposit: id } }, clock.now())
 */
export async function publishEvent(trx: Trx, event: NewEvent, now: Date): Promise<string> {
  const jobId = randomUUID()
  const id = await insertEvent(trx, event, { jobId, now })
  await enqueue(trx, 'spread-event', { event: id }, { tenantId: event.tenantId, id: jobId })
  return id
}
