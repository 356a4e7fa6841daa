import { unchecked } from '../money/money.ts'
import type { ReadingContext } from './balance-as-of.ts'
import { type CodeTotal, totalsByCode } from './code-totals.ts'

/** All accounts of a book with their balances in two columns, which come to the same in each currency. */
export interface TrialBalance {
  readonly lines: readonly CodeTotal[]
  /** By currency. `debit` equals `credit`, or the book does not balance. */
  readonly totals: readonly Omit<CodeTotal, 'code'>[]
  readonly isBalanced: boolean
}

export async function readTrialBalance(context: ReadingContext, input: unknown): Promise<TrialBalance> {
  const lines = await totalsByCode(context, input)
  const totals = addUp(lines)
  return { lines, totals, isBalanced: totals.every(({ debit, credit }) => debit.amount === credit.amount) }
}

function addUp(lines: readonly CodeTotal[]): Omit<CodeTotal, 'code'>[] {
  const sums = new Map<string, Omit<CodeTotal, 'code'>>()
  for (const { currency, accounts, debit, credit } of lines) {
    const sum = sums.get(currency)
    sums.set(currency, {
      currency,
      accounts: accounts + (sum?.accounts ?? 0),
      debit: unchecked(debit.amount + (sum?.debit.amount ?? 0n), currency),
      credit: unchecked(credit.amount + (sum?.credit.amount ?? 0n), currency),
    })
  }
  return [...sums.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}
