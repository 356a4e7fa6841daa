import { z } from 'zod'

/** One part of a request that is wrong, or one reason why the service cannot work. */
const ProblemPart = z.object({
  in: z.enum(['body', 'query', 'path', 'headers']).optional().describe('where the part stands'),
  pointer: z.string().optional().describe('which part, as a JSON pointer'),
  code: z.string(),
  detail: z.string(),
})

/** Every answer that is no success: RFC 9457, with our members. */
export const Problem = z
  .object({
    type: z.string().describe('a name for this kind of problem; the same as code, as a URN'),
    title: z.string().describe('the kind of problem, for people'),
    status: z.int().min(400).max(599),
    detail: z.string().describe('what happened this time and what to do, for people'),
    instance: z.string().optional().describe('the path that was asked for'),
    code: z.string().describe('the kind of problem, for programs; never changes'),
    request_id: z.string().optional().describe('quote it when you ask for help'),
    retryable: z.boolean().describe('whether the same request may succeed later, unchanged'),
    errors: z.array(ProblemPart).optional(),
    step_up: z
      .object({ id: z.uuid(), expires_at: z.iso.datetime() })
      .optional()
      .describe('what to approve: send a code to /v1/me/step-ups/{id}, then ask again with this id'),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457)' })

export type Problem = z.output<typeof Problem>
export type ProblemPart = z.output<typeof ProblemPart>

export const problemMediaType = 'application/problem+json'
