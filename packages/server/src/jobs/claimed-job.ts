import { z } from 'zod'
import type { QueueName } from '../database/job-queues.ts'

/** One taking of a job by one worker. What has been taken over since has another count. */
export interface Attempt {
  readonly queue: QueueName
  readonly id: string
  readonly retryCount: number
}

/** What pg-boss answers when an attempt is ended or kept alive; its types leave the members out. */
export const Settled = z.object({ affected: z.int(), settled: z.array(z.string()).default([]) })

/** A job that this process works on. */
export interface ClaimedJob extends Attempt {
  readonly data: unknown
  /** Aborted when the attempt is no longer ours to end. */
  readonly leave: AbortController
}

export const attemptNumber = ({ retryCount }: Attempt): number => retryCount + 1
