import type { Clock } from '@evenkeel/ledger'
import type { PgBoss } from 'pg-boss'
import { actAs } from '../database/act.ts'
import type { Db } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import type { Logger } from '../observability/logger.ts'
import type { Metrics } from '../observability/metrics.ts'
import { attemptNumber, type ClaimedJob, Settled } from './claimed-job.ts'
import { Envelope } from './envelope.ts'
import { JobError, jobFailure } from './job-failure.ts'
import type { JobContext, JobHandler, JobHandlers } from './job-handler.ts'
import { isJobName, type JobName, jobTable } from './job-table.ts'
import { type FailureOutcome, settleFailure } from './settle-failure.ts'

export interface JobRunner {
  readonly boss: PgBoss
  readonly db: Db
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly handlers: JobHandlers
  /** In place of each job's own. */
  readonly timeLimitMs?: number | undefined
}

/** Makes one attempt at a job and writes down how it ended. Throws only where that could not be written. */
export async function runJob(runner: JobRunner, claimed: ClaimedJob): Promise<void> {
  const attempt = attemptNumber(claimed)
  const { data: envelope } = Envelope.safeParse(claimed.data)
  const logger = runner.logger.child({
    job: envelope?.job ?? 'unreadable',
    job_id: claimed.id,
    attempt,
    ...(envelope?.request != null && { request_id: envelope.request }),
    ...(envelope?.trace != null && { traceparent: envelope.trace }),
    ...(envelope?.tenant != null && { tenant_id: envelope.tenant }),
  })
  const startedMs = performance.now()
  const ended = (outcome: FailureOutcome | 'done'): { duration_ms: number } => {
    const durationMs = performance.now() - startedMs
    const job = envelope !== undefined && isJobName(envelope.job) ? envelope.job : 'unknown'
    runner.metrics.jobEnded({ job, outcome, seconds: durationMs / 1_000 })
    return { duration_ms: Math.round(durationMs) }
  }

  try {
    await failpoint('job-taken')
    await attemptJob(runner, claimed, envelope, logger)
    await failpoint('job-handled')
  } catch (error) {
    if (claimed.leave.signal.aborted) {
      logger.warn({ ...ended('lost'), err: error }, 'an attempt was left to another worker')
      return
    }
    const outcome = await settleFailure(runner, claimed, jobFailure(error, attempt, runner.clock.now()))
    const fields = { ...ended(outcome), err: error }
    if (outcome === 'dead') logger.error(fields, 'a job has failed for good and waits for staff')
    else if (outcome === 'retried') logger.warn(fields, 'a job failed and is tried again')
    else logger.warn(fields, 'an attempt was left to another worker')
    return
  }
  if (claimed.leave.signal.aborted) {
    logger.warn(ended('lost'), 'an attempt ended after another worker had taken the job over')
    return
  }
  const { id, queue, retryCount } = claimed
  const { affected } = Settled.parse(await runner.boss.complete(queue, { id, retryCount }))
  logger.info(ended(affected === 0 ? 'lost' : 'done'), 'job')
}

async function attemptJob(
  { handlers, timeLimitMs }: JobRunner,
  claimed: ClaimedJob,
  envelope: Envelope | undefined,
  logger: Logger,
): Promise<void> {
  if (envelope === undefined || !isJobName(envelope.job)) {
    throw new JobError(
      'unknown_job',
      'This version knows no such job. Where a newer one is being rolled out, its workers will do it.',
    )
  }
  const { job, request, trace, tenant } = envelope
  const act = {
    actor: `job:${job}`,
    ...(request !== null && { requestId: request }),
    ...(trace !== null && { traceparent: trace }),
  }
  const limitMs = timeLimitMs ?? jobTable[job].timeLimitMs
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), limitMs)
  const signal = AbortSignal.any([claimed.leave.signal, limit.signal])
  const context = { jobId: claimed.id, attempt: attemptNumber(claimed), tenantId: tenant, signal, logger }
  try {
    await Promise.race([
      actAs(act, () => handle(handlers, job, envelope.payload, context)),
      rejection(signal, () =>
        limit.signal.aborted
          ? new JobError('time_limit_exceeded', `It took longer than ${limitMs / 1_000} s.`)
          : new JobError('claim_lost', 'Another worker has the job.'),
      ),
    ])
  } finally {
    clearTimeout(timer)
  }
}

async function handle<Name extends JobName>(
  handlers: JobHandlers,
  job: Name,
  payload: unknown,
  context: JobContext,
): Promise<void> {
  const parsed = jobTable[job].payload.safeParse(payload)
  if (!parsed.success) {
    throw new JobError('payload_refused', 'The payload is not what this job takes.', { cause: parsed.error })
  }
  // One entry of the table under one name: the compiler does not follow that schema and handler come from the same.
  const handler = handlers[job] as JobHandler<JobName>
  await handler(parsed.data as Parameters<JobHandler<JobName>>[0], context)
}

function rejection(signal: AbortSignal, reason: () => Error): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  if (signal.aborted) reject(reason())
  else signal.addEventListener('abort', () => reject(reason()), { once: true })
  return promise
}
