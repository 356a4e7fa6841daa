import { z } from 'zod'
import { Page, PageLimit } from './page.ts'
import { Reason } from './reason.ts'

const Values = z.record(z.string(), z.string())

export const Break = z
  .object({
    id: z.uuid(),
    kind: z.string().describe('what sort of difference; the list is in the documentation'),
    status: z.enum(['open', 'resolved']),
    deposit_id: z.uuid().nullable().describe('the deposit it is about, where there is one'),
    withdrawal_id: z.uuid().nullable().describe('the withdrawal it is about, where there is one'),
    gateway: z.string(),
    object_id: z.string().describe("the gateway's id of what differs, or the name of a balance"),
    expected: Values.describe('what our side says, of what differs'),
    found: Values.describe('what the gateway says of the same'),
    opened_at: z.iso.datetime().describe('when it was first seen'),
    resolved_at: z.iso.datetime().nullable(),
    resolved_by: z.uuid().nullable(),
    resolution: z.string().nullable().describe('what was decided'),
  })
  .meta({
    id: 'Break',
    description: 'A place where books and gateway differ. Nothing is posted for one until staff decide.',
  })

export type Break = z.output<typeof Break>

export const BreakPage = z
  .object({ data: z.array(Break), page: Page })
  .meta({ id: 'BreakPage', description: 'Breaks, the newest first' })

export type BreakPage = z.output<typeof BreakPage>

export const BreakQuery = z.strictObject({
  status: Break.shape.status.optional(),
  kind: z
    .string()
    .regex(/^[a-z][a-z_]{0,62}$/, 'Send the name of a kind.')
    .optional()
    .meta({ example: 'purchase_differs' }),
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
})

export type BreakQuery = z.output<typeof BreakQuery>

export const ResolveBreakBody = z
  .strictObject({ reason: Reason.describe('what was found, and what was done about it') })
  .meta({ id: 'ResolveBreakBody', description: 'Why a break needs nobody any more' })
