import { z } from 'zod'

/** A job as it stands in its queue: what to do, and what a line of the log says of where it came from. */
export const Envelope = z.object({
  job: z.string(),
  payload: z.record(z.string(), z.unknown()),
  /** Whose job it is; null for the service's own. */
  tenant: z.int().nullable(),
  /** The request that asked for it. */
  request: z.string().nullable(),
  /** The trace it belongs to, as `traceparent` (W3C Trace Context) has it. */
  trace: z.string().nullable(),
})

export type Envelope = z.output<typeof Envelope>
