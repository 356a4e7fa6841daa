import { z } from 'zod'
import { Page, PageLimit } from './page.ts'

export const DeadJob = z
  .object({
    id: z.uuid().describe('of the dead letter'),
    job: z.string().describe('what kind of job'),
    job_id: z.uuid().describe('of the job, as in the log'),
    queue: z.string(),
    payload: z.record(z.string(), z.unknown()).describe('what the job was told: ids'),
    attempts: z.int(),
    error_code: z.string().describe('how the last attempt failed; the log has the rest under `job_id`'),
    asked_at: z.iso.datetime().describe('when the job was asked for'),
    died_at: z.iso.datetime().describe('when the last attempt failed'),
    request_id: z.string().nullable().describe('the request that asked for it'),
  })
  .meta({
    id: 'DeadJob',
    description: 'A job that failed at every attempt and waits for somebody to look at it',
  })

export type DeadJob = z.output<typeof DeadJob>

export const DeadJobPage = z
  .object({ data: z.array(DeadJob), page: Page })
  .meta({ id: 'DeadJobPage', description: 'Dead letters, the newest first' })

export const DeadJobQuery = z.strictObject({
  job: z
    .string()
    .regex(/^[a-z][a-z-]{0,62}$/, 'Send the name of a job.')
    .optional()
    .meta({ example: 'handle-webhook' }),
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
})

export const RetriedJob = z
  .object({ job_id: z.uuid().describe('of the job that is done again'), job: z.string() })
  .meta({ id: 'RetriedJob', description: 'The job is due now and has all its attempts again' })
