import type { FlowJob } from 'pg-boss'
import type { Trx } from '../database/transaction.ts'
import { type EnqueueOptions, jobToSend, sendWithin } from './enqueue.ts'
import { type JobName, jobTable, type PayloadOf } from './job-table.ts'

/** One job of several that belong together. */
export type JobRequest = {
  [Name in JobName]: { readonly job: Name; readonly payload: PayloadOf<Name> }
}[JobName]

type TogetherOptions = Pick<EnqueueOptions, 'tenantId'>

/** How many items one job of a group takes on; see `chunksOf`. */
const chunkSize = 50

/**
 * Asks for jobs that are done one after the other: each begins when the one before it is done. A step that ends among
 * the dead letters holds up the rest until staff have it done again. Answers with the ids, in order.
 */
export async function enqueueSequence(
  trx: Trx,
  steps: readonly JobRequest[],
  { tenantId }: TogetherOptions,
): Promise<string[]> {
  return sendFlow(
    trx,
    steps.map((step, index) =>
      flowJob(step, String(index), index === 0 ? [] : [String(index - 1)], tenantId),
    ),
  )
}

/**
 * Asks for jobs that are done at the same time, in no order, and for one that begins when all of them are done.
 * Answers with the ids of the members, then that of the last job.
 *
 * @example
 * await enqueueGroup(trx, chunksOf(ids).map((chunk) => ({ job: 'pay-prizes', payload: { users: chunk } })), {
 *   tenantId,
 *   afterwards: { job: 'close-event', payload: { event } },
 * })
 */
export async function enqueueGroup(
  trx: Trx,
  members: readonly JobRequest[],
  { tenantId, afterwards }: TogetherOptions & { readonly afterwards?: JobRequest },
): Promise<string[]> {
  const jobs = members.map((member, index) => flowJob(member, String(index), [], tenantId))
  const last =
    afterwards === undefined
      ? []
      : [
          flowJob(
            afterwards,
            'afterwards',
            jobs.map(({ ref }) => ref),
            tenantId,
          ),
        ]
  return sendFlow(trx, [...jobs, ...last])
}

/** Cuts a long list into what one job of a group takes on: less to lose with a worker, and a list that ends in time. */
export function chunksOf<T>(items: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let start = 0; start < items.length; start += chunkSize)
    chunks.push(items.slice(start, start + chunkSize))
  return chunks
}

function flowJob(request: JobRequest, ref: string, dependsOn: string[], tenantId: number | null): FlowJob {
  // Name and payload come from one member of the union; the compiler sees two unions.
  const payload = jobTable[request.job].payload.parse(request.payload) as PayloadOf<JobName>
  const { queue, data, options } = jobToSend(request.job, payload, { tenantId })
  return { ref, name: queue, data, dependsOn, options: { expireInSeconds: options.expireInSeconds } }
}

async function sendFlow(trx: Trx, jobs: FlowJob[]): Promise<string[]> {
  if (jobs.length === 0) return []
  // Without `db`, pg-boss would end the caller's transaction with one of its own.
  const ids = await sendWithin(trx, (boss, db) => boss.flow(jobs, { db }))
  return jobs.map(({ ref }) => ids[ref] ?? '')
}
