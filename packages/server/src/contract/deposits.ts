import { z } from 'zod'
import { MoneyBody, ShownMoney } from './money.ts'
import { Page, PageLimit } from './page.ts'
import { transactionStatuses } from './transactions.ts'

export const MakeDepositBody = z
  .strictObject({
    amount: MoneyBody,
    capture: z
      .enum(['automatic', 'manual'])
      .default('automatic')
      .describe('manual: the card is only authorized, until staff capture or release it'),
  })
  .meta({ id: 'MakeDepositBody', description: 'What to pay in' })

export const Deposit = z
  .object({
    id: z.uuid(),
    amount: ShownMoney.describe('what the payer is asked for'),
    status: z.enum(transactionStatuses),
    detail: z
      .string()
      .describe(
        'created, awaiting_payment, authorized, completed, part_refunded, refunded, charged_back, failed or expired; what failed or expired may still be completed',
      ),
    checkout_url: z.url().nullable().describe('where to pay'),
    credited: ShownMoney.nullable().describe('what came into the wallet'),
    returned: ShownMoney.describe('what of it went back'),
    created_at: z.iso.datetime(),
    credited_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Deposit', description: 'Money on its way into a wallet' })

export type ShownDeposit = z.output<typeof Deposit>

export const DepositPage = z
  .object({ data: z.array(Deposit), page: Page })
  .meta({ id: 'DepositPage', description: 'Deposits, the newest first' })

export type DepositPage = z.output<typeof DepositPage>

export const DepositQuery = z.strictObject({
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
})

export const DepositParams = z.object({ id: z.uuid() })

/** A deposit as staff see it. */
export const StaffDeposit = Deposit.extend({
  user_id: z.uuid(),
  gateway: z.string(),
  purchase_id: z.string().nullable(),
  gateway_status: z.string().nullable(),
  fee: ShownMoney.nullable(),
  reconciled: z.boolean(),
  last_synced_at: z.iso.datetime().nullable(),
}).meta({ id: 'StaffDeposit', description: 'A deposit with the side of the gateway' })

export type ShownStaffDeposit = z.output<typeof StaffDeposit>

export const RefundBody = z
  .strictObject({
    amount: MoneyBody.optional().describe('what the owner loses; all that is left, when absent'),
    penalty_bps: z
      .int()
      .min(0)
      .max(9_999)
      .default(0)
      .describe('how much of it stays with us, in hundredths of a percent: 1000 is 10 %'),
    reason: z
      .string()
      .min(3)
      .max(500)
      .regex(/^\P{Cc}+$/u, 'Send text without control characters.')
      .refine((text) => text.isWellFormed(), 'Send well-formed text.')
      .meta({ example: 'The event was cancelled' }),
  })
  .meta({ id: 'RefundBody', description: 'What goes back of a deposit' })

export const Refund = z
  .object({
    id: z.uuid(),
    deposit_id: z.uuid(),
    kind: z.enum(['refund', 'charge_back']),
    amount: ShownMoney.describe('what the owner loses'),
    penalty: ShownMoney.describe('the part of it that stays with us'),
    status: z
      .enum(['requested', 'completed', 'failed'])
      .describe('requested: the gateway has not said yet what came of it'),
    reason: z.string().nullable(),
    created_at: z.iso.datetime(),
    ended_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Refund', description: 'What went back of a deposit, or is about to' })

export type ShownRefund = z.output<typeof Refund>

export const CaptureBody = z
  .strictObject({ amount: MoneyBody.optional().describe('all that is authorized, when absent') })
  .meta({ id: 'CaptureBody', description: 'What to take of an authorized deposit' })

export const ReleaseBody = z
  .strictObject({})
  .meta({ id: 'ReleaseBody', description: 'Nothing to say', example: {} })
