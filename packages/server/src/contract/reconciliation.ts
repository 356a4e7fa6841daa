import { z } from 'zod'
import { Break } from './breaks.ts'
import { MoneyBody, ShownMoney } from './money.ts'
import { Page, PageLimit } from './page.ts'

export const ReconciliationRun = z
  .object({
    id: z.uuid(),
    status: z.enum(['waiting', 'running', 'done']),
    asked_by: z.uuid().nullable().describe('who of staff; null where it was the clock'),
    requested_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    ended_at: z.iso.datetime().nullable(),
    asked: z.int().describe('how many deposits a gateway was asked for'),
    changed: z.int().describe('for how many there was something to do, such as a webhook that was missed'),
    unanswered: z.int().describe('how many could not be asked for; they are the next time'),
    stuck: z
      .array(
        z.object({
          deposit_id: z.uuid(),
          reason: z.enum(['refund_unanswered', 'authorization_old', 'gateway_silent']),
          since: z.iso.datetime({ offset: true }),
        }),
      )
      .describe('deposits that somebody has to look at, 200 at most'),
    comparisons: z
      .array(
        z.object({
          gateway: z.string(),
          what: z.enum(['balance', 'fees']),
          state: z
            .enum(['agrees', 'differs', 'moving'])
            .describe('moving: money moved at the gateway while we looked, so nothing follows from it'),
          expected: ShownMoney.describe('by our books'),
          found: ShownMoney.describe("by the gateway's word"),
        }),
      )
      .describe('what gateways hold for us and took from us'),
  })
  .meta({ id: 'ReconciliationRun', description: 'One comparison of our side with the gateways' })

export type ReconciliationRun = z.output<typeof ReconciliationRun>

export const ReconciliationRunPage = z
  .object({ data: z.array(ReconciliationRun), page: Page })
  .meta({ id: 'ReconciliationRunPage', description: 'Runs, the newest first' })

export type ReconciliationRunPage = z.output<typeof ReconciliationRunPage>

export const ReconciliationRunDetail = ReconciliationRun.extend({
  breaks: z.array(Break).describe('breaks that were opened while it ran, 200 at most'),
}).meta({ id: 'ReconciliationRunDetail', description: 'A run, with what it found' })

export const ReconciliationQuery = z.strictObject({
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
})

export const RunParams = z.object({ run: z.uuid() })

export const AskRunBody = z
  .strictObject({})
  .meta({ id: 'AskRunBody', description: 'Nothing to say', example: {} })

export const SettlementBody = z
  .strictObject({
    gateway: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, 'Send the name of a gateway.')
      .meta({ example: 'revio' }),
    reference: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
        'Send 1 to 64 letters, digits, dots, dashes or underscores.',
      )
      .describe("the bank's or the gateway's own name for the payment; good once")
      .meta({ example: 'RV-2026-11-21' }),
    amount: MoneyBody,
  })
  .meta({ id: 'SettlementBody', description: 'What a gateway has paid to our bank' })

export const Settlement = z
  .object({
    gateway: z.string(),
    reference: z.string(),
    amount: ShownMoney,
    journal: z.uuid().describe('what was posted for it'),
  })
  .meta({ id: 'Settlement', description: 'What a gateway has paid to our bank, as posted' })
