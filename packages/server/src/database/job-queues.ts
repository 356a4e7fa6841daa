/**
 * The queues of pg-boss. Each has places of its own in a worker, so a flood of low jobs delays no high one. They are
 * made by `migrate`, like tables.
 */
export const queueNames = ['high', 'default', 'low'] as const

export type QueueName = (typeof queueNames)[number]

/** Where a job goes that has failed at every attempt, until somebody has looked at it. Nobody works on it. */
export const deadQueue = 'dead'

export const jobSchema = 'pgboss'

/** The first attempt and three more, when it failed or its worker died. */
export const mostAttempts = 4

/** A worker says this often that it still has a job; who has been silent for the lease has lost it. */
export const heartbeatSeconds = 10
export const leaseSeconds = 30

const daySeconds = 86_400
/** pg-boss has no "never" for a job that waits; it removes one that is older than this. */
const neverSeconds = 3_650 * daySeconds

export const queueOptions = {
  // A failed attempt is moved to its time by jobs/retry-schedule.ts; only an attempt whose worker died is tried again
  // at once, because its lease has passed already.
  retryLimit: mostAttempts - 1,
  retryDelay: 0,
  heartbeatSeconds: leaseSeconds,
  retentionSeconds: neverSeconds,
  // Finished jobs are for looking at, and slow down those who look for running ones.
  deleteAfterSeconds: 2 * daySeconds,
  deadLetter: deadQueue,
}

export const deadQueueOptions = { retentionSeconds: neverSeconds, deleteAfterSeconds: 0 }
