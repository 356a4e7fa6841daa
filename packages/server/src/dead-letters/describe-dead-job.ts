import { z } from 'zod'
import type { DeadJob } from '../contract/jobs.ts'
import type { DeadLetter } from '../jobs/jobs.ts'

/** What a failed attempt left behind: our own note or, where the worker could write none, that of pg-boss. */
const Output = z.union([
  z.object({ code: z.string() }),
  z.object({ value: z.object({ message: z.string() }) }).transform(({ value }) => ({
    code: value.message.includes('heartbeat') ? 'worker_died' : 'time_limit_exceeded',
  })),
])

export function describeDeadJob({
  id,
  jobId,
  queue,
  data,
  attempts,
  output,
  askedAt,
  diedAt,
}: DeadLetter): DeadJob {
  return {
    id,
    job: data.job,
    job_id: jobId,
    queue,
    payload: data.payload,
    attempts,
    error_code: Output.safeParse(output).data?.code ?? 'unexpected',
    asked_at: askedAt.toISOString(),
    died_at: diedAt.toISOString(),
    request_id: data.request,
  }
}
