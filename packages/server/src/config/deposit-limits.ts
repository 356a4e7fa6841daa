import { isLedgerError, type Money } from '@evenkeel/ledger'
import { compare, fromDecimal, isPositive } from '@evenkeel/ledger/money'
import { z } from 'zod'

/** How little and how much may be paid in at once. */
export interface DepositLimit {
  readonly least: Money
  readonly most: Money
}

/** The limits by currency. A currency without them has no wallets. */
export interface DepositLimits {
  of(currency: string): DepositLimit | undefined
  readonly currencies: readonly string[]
  /** As it was given. */
  toString(): string
}

const usual = 'ZAR:10.00-100000.00'

/** `ZAR:10.00-100000.00,MYR:5.00-20000.00` */
export function depositLimits() {
  return z
    .string()
    .default(usual)
    .transform((text, context): DepositLimits => {
      const entries = text.split(',')
      const limits = entries.map((entry) => readLimit(entry.trim())).filter((limit) => limit !== undefined)
      const byCurrency = new Map(limits.map((limit) => [limit.least.currency, limit]))
      if (byCurrency.size === entries.length) {
        return {
          of: (currency) => byCurrency.get(currency),
          currencies: [...byCurrency.keys()],
          toString: () => text,
        }
      }
      context.addIssue({ code: 'custom', message: 'limits like the example, each currency once' })
      return z.NEVER
    })
}

function readLimit(entry: string): DepositLimit | undefined {
  const [, currency, from, to] = /^([A-Z]{3}):(\d[\d.]*)-(\d[\d.]*)$/.exec(entry) ?? []
  if (currency === undefined || from === undefined || to === undefined) return undefined
  try {
    const limit = { least: fromDecimal(from, currency), most: fromDecimal(to, currency) }
    return isPositive(limit.least) && compare(limit.least, limit.most) <= 0 ? limit : undefined
  } catch (error) {
    // No such currency, or not its number of digits.
    if (isLedgerError(error)) return undefined
    throw error
  }
}
