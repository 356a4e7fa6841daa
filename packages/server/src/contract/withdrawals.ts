import { z } from 'zod'
import { MoneyBody, ShownMoney } from './money.ts'
import { Page, PageLimit } from './page.ts'
import { transactionStatuses } from './transactions.ts'

export const RequestWithdrawalBody = z
  .strictObject({ amount: MoneyBody })
  .meta({ id: 'RequestWithdrawalBody', description: 'What to take out; it goes to the linked bank account' })

const fields = {
  id: z.uuid(),
  amount: ShownMoney.describe('what is paid to the bank account'),
  fee: ShownMoney.describe('what we take for it, beside the amount'),
  status: z.enum(transactionStatuses),
  detail: z
    .string()
    .describe(
      'requested, review, approved, sending, completed, paid_late, returned, failed, rejected or cancelled; what failed may still be paid, and what was paid may come back',
    ),
  bank_name: z.string(),
  holder: z.string(),
  last_four: z.string().describe('the last four digits of the account number'),
  reason: z.string().nullable().describe('why it came to nothing'),
  created_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
}

export const Withdrawal = z.object(fields).meta({
  id: 'Withdrawal',
  description: 'Money on its way out of a wallet. Amount and fee are held until its end',
})

export type ShownWithdrawal = z.output<typeof Withdrawal>

export const WithdrawalPage = z
  .object({ data: z.array(Withdrawal), page: Page })
  .meta({ id: 'WithdrawalPage', description: 'Withdrawals, the newest first' })

export type WithdrawalPage = z.output<typeof WithdrawalPage>

export const WithdrawalQuery = z.strictObject({
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
})

export const WithdrawalParams = z.object({ id: z.uuid() })

export const CancelBody = z
  .strictObject({})
  .meta({ id: 'CancelBody', description: 'Nothing to say', example: {} })
