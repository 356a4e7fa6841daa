import { type Account, normalSide } from '../../accounts/account.ts'
import type { MemoryBook } from '../../memory/memory-book.ts'
import { unchecked } from '../../money/money.ts'
import type { BookMoment } from '../book-moment.ts'
import { type CodeTotal, mostLines, type TotalsQuery } from '../code-totals.ts'
import { stepsOf } from './account-steps.ts'

export function addUpByCode(
  book: MemoryBook,
  { prefix, depth }: TotalsQuery,
  moment: BookMoment,
): readonly CodeTotal[] {
  const totals = new Map<string, CodeTotal>()
  for (const account of book.accounts.values()) {
    const { code, type, currency } = account
    if (prefix !== undefined && code !== prefix && !code.startsWith(`${prefix}:`)) continue
    const beginning = code.split(':').slice(0, depth).join(':')
    const posted = postedAt(book, account, moment)
    const onDebit = normalSide(type) === 'debit' ? posted : -posted
    const name = `${beginning} ${currency}`
    const sum = totals.get(name)
    totals.set(name, {
      ...{ code: beginning, currency, accounts: 1 + (sum?.accounts ?? 0) },
      debit: unchecked((sum?.debit.amount ?? 0n) + (onDebit > 0n ? onDebit : 0n), currency),
      credit: unchecked((sum?.credit.amount ?? 0n) + (onDebit < 0n ? -onDebit : 0n), currency),
    })
  }
  return [...totals.values()]
    .toSorted((a, b) => compareText(a.code, b.code) || compareText(a.currency, b.currency))
    .slice(0, mostLines + 1)
}

function postedAt(book: MemoryBook, account: Account, { recordedAt, effectiveAt }: BookMoment): bigint {
  if (recordedAt !== undefined) {
    return stepsOf(book, account.code).findLast((step) => step.recordedAt <= recordedAt)?.posted ?? 0n
  }
  if (effectiveAt === undefined) return account.posted
  const side = normalSide(account.type)
  return stepsOf(book, account.code)
    .flatMap(({ entry }) =>
      entry !== undefined && entry.journal.effectiveAt <= effectiveAt ? [entry.entry] : [],
    )
    .reduce((sum, { side: its, amount }) => sum + (its === side ? amount.amount : -amount.amount), 0n)
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
