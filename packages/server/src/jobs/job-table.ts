import { z } from 'zod'
import type { QueueName } from '../database/job-queues.ts'

/** What is known of a kind of job before there is one. */
export interface JobKind<Payload extends z.ZodType = z.ZodType> {
  readonly queue: QueueName
  /** What the job is told: ids alone, never a secret, because everybody who may see the queues may read it. */
  readonly payload: Payload
  /** An attempt that takes longer has failed. */
  readonly timeLimitMs: number
}

const minute = 60_000

function job<Payload extends z.ZodType>(
  queue: QueueName,
  payload: Payload,
  { timeLimitMs = 30 * minute }: { timeLimitMs?: number } = {},
): JobKind<Payload> {
  return { queue, payload, timeLimitMs }
}

const Nothing = z.strictObject({})

/**
 * Every job of the service. Jobs are written by one version and read by the next, so a payload may gain optional
 * members and lose none while jobs with them are about.
 */
export const jobTable = {
  'handle-webhook': job('high', z.strictObject({ webhook: z.string() }), { timeLimitMs: 2 * minute }),
  'send-payout': job('high', z.strictObject({ withdrawal: z.string() }), { timeLimitMs: 2 * minute }),
  'spread-event': job('default', z.strictObject({ event: z.string() }), { timeLimitMs: minute }),
  'tell-listener': job('default', z.strictObject({ event: z.string(), listener: z.string() })),
  'sweep-orphans': job('low', Nothing, { timeLimitMs: 5 * minute }),
  'sweep-stuck': job('low', Nothing, { timeLimitMs: 5 * minute }),
  'check-limits': job('default', Nothing, { timeLimitMs: 10 * minute }),
} as const

export type JobName = keyof typeof jobTable

export type PayloadOf<Name extends JobName> = z.output<(typeof jobTable)[Name]['payload']>

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobTable, name)
}
