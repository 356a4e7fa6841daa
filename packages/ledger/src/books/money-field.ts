import { z } from 'zod'
import type { Money } from '../money/money.ts'

const notMoney =
  'Pass money, such as zar("12.34"): a bigint of minor units together with its currency, never a number'

/** An amount with its currency. Whether that is the account's currency is asked once the account is known. */
export const moneyField: z.ZodType<Money, Money> = z.object(
  { amount: z.bigint(notMoney), currency: z.string(notMoney) },
  notMoney,
)

/** What an entry, a hold or a capture moves. */
export const positiveMoneyField: z.ZodType<Money, Money> = moneyField.refine(
  ({ amount }) => amount > 0n,
  'An amount is more than zero; the side says which way it goes',
)
