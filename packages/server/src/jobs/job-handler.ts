import type { Logger } from '../observability/logger.ts'
import type { JobName, PayloadOf } from './job-table.ts'

/** What a handler knows besides its payload. */
export interface JobContext {
  readonly jobId: string
  /** 1 for the first. */
  readonly attempt: number
  /** Whose job it is; null for the service's own. */
  readonly tenantId: number | null
  /** Aborted when the time limit is over, when the worker stops, or when another worker has taken the job over. */
  readonly signal: AbortSignal
  /** Names the job, its attempt and the request behind it on every line. */
  readonly logger: Logger
}

/**
 * Does one job. It may run twice, even at the same time: a worker that was believed dead may still be at it. So it
 * locks what it changes, looks whether there is something left to do, and finds nothing the second time.
 *
 * Throwing is how an attempt fails; it is tried again after 1, 5 and 15 minutes and then becomes a dead letter.
 */
export type JobHandler<Name extends JobName> = (
  payload: PayloadOf<Name>,
  context: JobContext,
) => Promise<void>

/** A handler for every job, by the compiler. */
export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> }
