import { isLedgerError, type Money } from '@evenkeel/ledger'
import { isoCurrencies, toDecimal } from '@evenkeel/ledger/money'
import { z } from 'zod'

/** Three capital letters that name a currency. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Write a currency as three capital letters, such as ZAR.')
  .meta({ description: 'a code of ISO 4217', example: 'ZAR' })

/**
 * Money that a caller asks to move: minor units as text, because a JSON number loses them beyond 2^53. One spelling
 * for each amount, more than zero, and far below what the books can hold.
 */
export const MoneyBody = z
  .strictObject({
    amount: z
      .string()
      .regex(/^[1-9]\d{0,15}$/, 'Write minor units as text, digits only, more than zero: "1050" is 10.50.')
      .meta({ description: 'minor units, such as cents', example: '1050' }),
    currency: Currency,
  })
  .transform(({ amount, currency }, context): Money => {
    if (isKnown(currency)) return { amount: BigInt(amount), currency }
    context.addIssue({ code: 'custom', path: ['currency'], message: 'Write a code of ISO 4217.' })
    return z.NEVER
  })
  .meta({
    description: 'an amount of money, more than zero',
    example: { amount: '10050', currency: 'ZAR' },
  })

/** Money as answers show it. */
export const ShownMoney = z
  .object({
    amount: z.string().describe('minor units, such as cents; negative where value leaves'),
    currency: z.string().describe('a code of ISO 4217'),
    decimal: z.string().describe('the same in the digits of its currency, for reading'),
  })
  .meta({ id: 'Money', description: 'An amount of money' })

export type ShownMoney = z.output<typeof ShownMoney>

export function showMoney(money: Money): ShownMoney {
  return { amount: String(money.amount), currency: money.currency, decimal: toDecimal(money) }
}

function isKnown(currency: string): boolean {
  try {
    isoCurrencies.scaleOf(currency)
    return true
  } catch (error) {
    if (isLedgerError(error)) return false
    throw error
  }
}
