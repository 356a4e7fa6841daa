import { toDecimal } from '@evenkeel/ledger/money'
import type { Db } from '../database/transaction.ts'
import {
  amountOf,
  readTransactionPage,
  type Scope,
  type TransactionFilters,
  type TransactionRow,
} from './transaction-queries.ts'

const columns: readonly (readonly [name: string, value: (row: TransactionRow) => string])[] = [
  ['id', ({ id }) => id],
  ['created_at', ({ createdAt }) => createdAt.toISOString()],
  ['completed_at', ({ completedAt }) => completedAt?.toISOString() ?? ''],
  ['type', ({ type }) => type],
  ['status', ({ status }) => status],
  ['name', ({ name }) => name],
  ['reference', ({ reference }) => reference],
  ['amount', (row) => toDecimal(amountOf(row, row.amount))],
  ['currency', ({ currency }) => currency],
  ['current_after', (row) => decimalOf(row, row.currentAfter)],
  ['usable_after', (row) => decimalOf(row, row.usableAfter)],
]

const batch = 1_000

/**
 * Transactions as CSV (RFC 4180), the newest first, a batch at a time: a long list is never in memory as a whole. What
 * is added meanwhile stands before the first row and is not in it.
 */
export async function* transactionsAsCsv(
  db: Db,
  { scope, filters }: { scope: Scope; filters: TransactionFilters },
): AsyncGenerator<string> {
  yield csvLine(columns.map(([name]) => name))
  let last: string | undefined
  do {
    const { data, page }: Awaited<ReturnType<typeof readTransactionPage>> = await readTransactionPage(db, {
      scope,
      filters,
      sort: '-created',
      limit: batch,
      place: last === undefined ? undefined : { direction: 'after', id: last },
      page: undefined,
    })
    if (data.length > 0) yield data.map((row) => csvLine(columns.map(([, value]) => value(row)))).join('')
    last = page.has_more ? data.at(-1)?.number : undefined
  } while (last !== undefined)
}

/** One line. Exported for its test: what opens in a spreadsheet must stay text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

/**
 * A cell that begins as a formula does is led by an apostrophe, which spreadsheets take for "this is text"; one that
 * begins with an apostrophe gets another, so that taking one away gives back what was written. Numbers stay numbers.
 */
function cellOf(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text)
  const safe = !isNumber && /^[=+\-@\t\r\n']/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function decimalOf(row: TransactionRow, amount: string | null): string {
  return amount === null ? '' : toDecimal(amountOf(row, amount))
}
