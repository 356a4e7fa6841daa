import { AsyncLocalStorage } from 'node:async_hooks'
import { type Db as BossDb, fromKysely, PgBoss } from 'pg-boss'
import { currentAct } from '../database/act.ts'
import { jobSchema } from '../database/job-queues.ts'
import type { Trx } from '../database/transaction.ts'
import type { Envelope } from './envelope.ts'
import { type JobName, jobTable, type PayloadOf } from './job-table.ts'

export interface EnqueueOptions {
  /** Whose job it is; null for the service's own. Staff of other tenants do not see it. */
  readonly tenantId: number | null
  /** Not before. Now, where nothing is said. */
  readonly startAfter?: Date
  /** The id it is to have, for a row that remembers its job. */
  readonly id?: string
}

/**
 * Asks for a job in the caller's own transaction: it is there if and only if what it follows is there. Answers with the
 * id of the job.
 *
 * @example
 * await inTransaction(db, async (trx) => {
 *   const id = await insertDelivery(trx, delivery)
 *   await enqueue(trx, 'handle-webhook', { webhook: id }, { tenantId })
 * })
 */
export async function enqueue<Name extends JobName>(
  trx: Trx,
  name: Name,
  payload: PayloadOf<Name>,
  options: EnqueueOptions,
): Promise<string> {
  const { queue, data, options: sending } = jobToSend(name, payload, options)
  const id = await sendWithin(trx, (boss) => boss.send(queue, data, sending))
  if (id === null) throw new Error(`There is a job with the id ${options.id} already; ids are used once.`)
  return id
}

/** Runs a call of pg-boss with every statement of it, the look at the queue included, in this transaction. */
export function sendWithin<T>(trx: Trx, send: (boss: PgBoss, db: BossDb) => Promise<T>): Promise<T> {
  const db = fromKysely(trx)
  return transactions.run(db, () => send(sender, db))
}

/** A job as pg-boss takes it. */
export interface JobToSend {
  readonly queue: string
  readonly data: Envelope
  readonly options: { expireInSeconds: number; startAfter?: Date; id?: string }
}

export function jobToSend<Name extends JobName>(
  name: Name,
  payload: PayloadOf<Name>,
  { tenantId, startAfter, id }: EnqueueOptions,
): JobToSend {
  const { queue, timeLimitMs, payload: schema } = jobTable[name]
  const act = currentAct()
  return {
    queue,
    data: {
      job: name,
      payload: schema.parse(payload),
      tenant: tenantId,
      request: act?.requestId ?? null,
      trace: act?.traceparent ?? null,
    },
    options: {
      // The worker gives an attempt up by itself; this is for one that cannot.
      expireInSeconds: Math.ceil(timeLimitMs / 1_000) + 60,
      ...(startAfter !== undefined && { startAfter }),
      ...(id !== undefined && { id }),
    },
  }
}

const transactions = new AsyncLocalStorage<BossDb>()

/**
 * Has no connection of its own. It remembers what it has read of the queues, and reads that too in the transaction of
 * the moment: with a pool of one connection, a second one would never come.
 */
const sender = new PgBoss({
  schema: jobSchema,
  migrate: false,
  supervise: false,
  schedule: false,
  db: {
    executeSql(text, values) {
      const transaction = transactions.getStore()
      if (transaction === undefined) throw new Error('A job is enqueued inside of a transaction.')
      return transaction.executeSql(text, values)
    },
  },
})
