import { z } from 'zod'
import { IdempotencyHeaders } from './idempotency.ts'
import { ShownMoney } from './money.ts'
import { Page } from './page.ts'
import { Problem } from './problem.ts'
import { Reason } from './reason.ts'
import { Withdrawal } from './withdrawals.ts'
import { Moment, SearchText } from './written-text.ts'

export const withdrawalDetails = [
  'requested',
  'review',
  'approved',
  'sending',
  'completed',
  'paid_late',
  'returned',
  'failed',
  'rejected',
  'cancelled',
] as const

const Decision = z.object({
  decision: z.enum(['approve', 'reject']),
  decided_by: z.uuid(),
  decided_at: z.iso.datetime(),
  round: z.int().describe('approvals of an earlier round than that of the withdrawal count no more'),
  reason: z.string().nullable(),
})

/** A withdrawal as staff see it. */
export const StaffWithdrawal = Withdrawal.extend({
  user_id: z.uuid(),
  user_mail: z.string(),
  user_name: z.string(),
  flags: z
    .array(z.string())
    .describe('velocity, unusual_amount, new_destination, daily_total; new words may come'),
  client_ip: z.string().describe('where the request came from'),
  approvals_needed: z.int(),
  round: z.int(),
  decisions: z.array(Decision),
  gateway: z.string(),
  gateway_fee: ShownMoney.nullable(),
  version: z.int().describe('send it as `If-Match: "<version>"` to decide about what you see here'),
}).meta({ id: 'StaffWithdrawal', description: 'A withdrawal with what a decision about it depends on' })

export type ShownStaffWithdrawal = z.output<typeof StaffWithdrawal>

export const StaffWithdrawalPage = z
  .object({ data: z.array(StaffWithdrawal), page: Page })
  .meta({ id: 'StaffWithdrawalPage', description: 'Withdrawals of everybody, the newest first' })

export type StaffWithdrawalPage = z.output<typeof StaffWithdrawalPage>

const filters = {
  status: z.enum(withdrawalDetails).optional(),
  from: Moment.optional().meta({ example: '2026-01-01T00:00:00Z', description: 'asked for then or later' }),
  to: Moment.optional().meta({ description: 'asked for before then' }),
  search: SearchText.optional().meta({
    description: 'words of the name, the mail address or the holder; the last may be a beginning',
  }),
}

export const QueueQuery = z.strictObject({
  ...filters,
  limit: z
    .string()
    .regex(/^([1-9]|[1-4]\d|50)$/, 'Send a whole number from 1 to 50.')
    .transform(Number)
    .optional()
    .meta({ type: 'integer', minimum: 1, maximum: 50, default: 50 }),
  cursor: z.string().min(1).max(512).optional(),
})

export type QueueFilters = Pick<z.output<typeof QueueQuery>, 'status' | 'from' | 'to' | 'search'>

/** The version that a decision is made on: the service itself says what is missing or stale. */
export const DecisionHeaders = IdempotencyHeaders.extend({
  'if-match': z.string().meta({ description: 'the `ETag` of what was looked at', example: '"1"' }).optional(),
})

const ReasonForOwner = Reason.meta({
  description: 'why, in words that the owner reads',
  example: 'The holder is not the owner of the wallet.',
})

export const ApproveBody = z
  .strictObject({})
  .meta({ id: 'ApproveBody', description: 'Nothing to say', example: {} })

export const RejectBody = z
  .strictObject({ reason: ReasonForOwner })
  .meta({ id: 'RejectBody', description: 'Why it is rejected' })

const Item = z.strictObject({ id: z.uuid(), version: z.int().min(1).max(2_147_483_647) })

export const BulkBody = z
  .strictObject({
    decision: z.enum(['approve', 'reject']),
    reason: ReasonForOwner.optional(),
    items: z.array(Item).min(1).max(50),
  })
  .refine(({ decision, reason }) => (decision === 'reject') === (reason !== undefined), {
    path: ['reason'],
    message: 'Give a reason to reject, and none to approve.',
  })
  .meta({
    id: 'BulkBody',
    description: 'One decision about many, each in the version that was looked at',
    example: {
      decision: 'approve',
      items: [{ id: '0198c0de-5b5f-4c2e-9f3a-2f1f3c1d7a10', version: 1 }],
    },
  })

export const BulkResult = z
  .object({
    data: z.array(
      z.object({
        id: z.uuid(),
        withdrawal: StaffWithdrawal.nullable().describe('what it is now, where it was decided'),
        problem: Problem.pick({ status: true, code: true, title: true, detail: true })
          .nullable()
          .describe('why it was not'),
      }),
    ),
  })
  .meta({ id: 'BulkResult', description: 'What came of each item, in their order' })

export type BulkResult = z.output<typeof BulkResult>
