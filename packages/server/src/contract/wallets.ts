import { z } from 'zod'
import { Currency, ShownMoney } from './money.ts'

export const Wallet = z
  .object({
    currency: z.string(),
    current: ShownMoney.describe('what the wallet holds'),
    held: ShownMoney.describe('what of it is promised to something already'),
    usable: ShownMoney.describe('current less held'),
    as_of: z.iso.datetime().describe('the moment of these figures'),
  })
  .meta({ id: 'Wallet', description: 'What one owner has in one currency' })

export type Wallet = z.output<typeof Wallet>

export const Wallets = z
  .object({ data: z.array(Wallet) })
  .meta({ id: 'Wallets', description: 'The wallets that have been used, by currency' })

export const CurrencyParams = z.object({ currency: Currency })
