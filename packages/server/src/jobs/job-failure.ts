/** What is kept of a failed attempt beside the job. */
export interface JobFailure {
  readonly attempt: number
  /** The kind of error, for programs and for staff. */
  readonly code: string
  readonly failedAt: string
}

/** A reason to fail that is not the handler's. */
export class JobError extends Error {
  override readonly name = 'JobError'
  readonly code: 'time_limit_exceeded' | 'unknown_job' | 'payload_refused' | 'claim_lost' | 'handed_back'

  constructor(code: JobError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Names the error and says no more: messages of databases and providers quote values, and the queues are read by more
 * people than the log. The line in the log has the rest, under the id of the job.
 */
export function jobFailure(error: unknown, attempt: number, failedAt: Date): JobFailure {
  return { attempt, code: codeOf(error), failedAt: failedAt.toISOString() }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unexpected'
  const { code } = 'code' in error ? error : { code: undefined }
  // Our own codes, those of PostgreSQL and those of Node; a text that somebody made up as it went is none.
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : 'unexpected'
}
