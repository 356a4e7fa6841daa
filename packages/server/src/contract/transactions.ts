import { z } from 'zod'
import { MailAddress } from './fields.ts'
import { Currency, ShownMoney } from './money.ts'
import { Page, PageLimit } from './page.ts'
import { Moment, SearchText } from './written-text.ts'

export const transactionTypes = ['credit', 'debit', 'refund', 'withdrawal', 'winning', 'entry_fee'] as const
export type TransactionType = (typeof transactionTypes)[number]

export const transactionStatuses = ['pending', 'processing', 'completed', 'failed'] as const
export type TransactionStatus = (typeof transactionStatuses)[number]

const fields = {
  id: z.uuid(),
  number: z.string().describe('grows with every transaction'),
  type: z.enum(transactionTypes),
  status: z.enum(transactionStatuses),
  detail: z.string().describe('how it stands more exactly; new words may come'),
  name: z.string(),
  reference: z.string().describe('what to quote when you ask for help'),
  amount: ShownMoney.describe('its effect on the wallet: what goes out is negative'),
  current_after: ShownMoney.nullable().describe('what the wallet held right after it'),
  usable_after: ShownMoney.nullable().describe('what of that could be used'),
  metadata: z.record(z.string(), z.unknown()),
  created_at: z.iso.datetime(),
  completed_at: z.iso.datetime().nullable(),
}

/** What an owner sees of a deposit, a refund, a withdrawal: one row for each business fact. */
export const Transaction = z
  .object(fields)
  .meta({ id: 'Transaction', description: 'One thing that happened, or is happening, to a wallet' })

export type Transaction = z.output<typeof Transaction>

/** The same with whose it is. */
export const StaffTransaction = z
  .object({ ...fields, user_id: z.uuid(), user_mail: z.string() })
  .meta({ id: 'StaffTransaction', description: 'A transaction, and whose it is' })

export type StaffTransaction = z.output<typeof StaffTransaction>

const Entry = z.object({
  account: z.string(),
  side: z.enum(['debit', 'credit']),
  amount: ShownMoney,
})

/** A journal that a transaction stands on, from the owner's side: the entries on the accounts of others are theirs. */
export const TransactionJournal = z
  .object({
    id: z.string(),
    kind: z.string(),
    recorded_at: z.string(),
    entries: z.array(Entry).describe('those on your own accounts'),
  })
  .meta({ id: 'TransactionJournal', description: 'A record in the books' })

export const TransactionDetail = Transaction.extend({ journals: z.array(TransactionJournal) }).meta({
  id: 'TransactionDetail',
  description: 'A transaction with the journals that it stands on',
})

export type TransactionDetail = z.output<typeof TransactionDetail>

const paging = {
  page: Page,
  total: z.int().optional().describe('how many there are; only where `page` was asked for'),
}

export const TransactionPage = z
  .object({ data: z.array(Transaction), ...paging })
  .meta({ id: 'TransactionPage', description: 'Transactions in the order that was asked for' })

export const StaffTransactionPage = z
  .object({ data: z.array(StaffTransaction), ...paging })
  .meta({ id: 'StaffTransactionPage', description: 'Transactions of everybody' })

const Amount = z.string().regex(/^-?\d{1,18}$/, 'Write minor units, digits only.')

const filters = {
  type: z.enum(transactionTypes).optional(),
  status: z.enum(transactionStatuses).optional(),
  currency: Currency.optional(),
  from: Moment.optional().meta({ example: '2026-01-01T00:00:00Z', description: 'begun then or later' }),
  to: Moment.optional().meta({ description: 'begun before then' }),
  least: Amount.optional().meta({ description: 'an effect of at least so many minor units' }),
  most: Amount.optional().meta({ description: 'an effect of at most so many minor units' }),
  search: SearchText.optional().meta({
    description: 'a part of the name, or the beginning of the reference',
  }),
}

const paged = {
  sort: z.enum(['-created', 'created', '-amount', 'amount']).default('-created'),
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
  page: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'Send a whole number from 1 to 999.')
    .transform(Number)
    .optional()
    .meta({
      type: 'integer',
      minimum: 1,
      maximum: 999,
      description: 'instead of a cursor; what is added meanwhile moves the pages',
    }),
}

export const TransactionFilter = z.strictObject(filters)
export const TransactionQuery = z.strictObject({ ...filters, ...paged })

const ofStaff = { user_id: z.uuid().optional(), user_mail: MailAddress.optional() }

export const StaffTransactionQuery = z.strictObject({ ...filters, ...ofStaff, ...paged })

const Sum = z.object({
  currency: z.string(),
  status: z.enum(transactionStatuses),
  count: z.int(),
  in: ShownMoney,
  out: ShownMoney,
})

export const TransactionSummary = z
  .object({ data: z.array(Sum) })
  .meta({ id: 'TransactionSummary', description: 'How many and how much, by currency and status' })
