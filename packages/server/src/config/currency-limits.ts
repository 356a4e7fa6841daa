import { isLedgerError, type Money } from '@evenkeel/ledger'
import { compare, isPositive } from '@evenkeel/ledger/money'
import { z } from 'zod'

/** How little and how much may go at once. */
export interface AmountRange {
  readonly least: Money
  readonly most: Money
}

/** Limits by currency. Without them nothing goes in a currency. */
export interface CurrencyLimits<Limit extends AmountRange> {
  of(currency: string): Limit | undefined
  readonly currencies: readonly string[]
  /** As they were given. */
  toString(): string
}

/** A setting with the limits of one currency after the other. `read` answers with nothing to what it cannot read. */
export function currencyLimits<Limit extends AmountRange>(
  usual: string,
  { separator, read }: { separator: string; read: (entry: string) => Limit | undefined },
) {
  return z
    .string()
    .default(usual)
    .transform((text, context): CurrencyLimits<Limit> => {
      const entries = text.split(separator).map((entry) => entry.trim())
      const limits = entries.map((entry) => readSound(entry, read)).filter((limit) => limit !== undefined)
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

function readSound<Limit extends AmountRange>(
  entry: string,
  read: (entry: string) => Limit | undefined,
): Limit | undefined {
  try {
    const limit = read(entry)
    if (limit === undefined) return undefined
    return isPositive(limit.least) && compare(limit.least, limit.most) <= 0 ? limit : undefined
  } catch (error) {
    // No such currency, or not its number of digits.
    if (isLedgerError(error)) return undefined
    throw error
  }
}
