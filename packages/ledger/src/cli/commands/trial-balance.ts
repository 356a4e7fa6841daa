import type { TrialBalance } from '../../reading/trial-balance.ts'
import type { Amounts } from '../amounts.ts'
import type { Answer, Report } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import { exitCodes } from '../exit-codes.ts'
import { momentOf } from '../moment.ts'
import { table } from '../table.ts'
import { UsageError } from '../usage-error.ts'
import { withBook } from './books.ts'

/** All accounts with their balances in two columns. */
export function runTrialBalance(asked: Arguments, environment: NodeJS.ProcessEnv): Promise<Answer> {
  const { depth, prefix, 'as-of': asOf } = asked.options
  const moment = asOf === undefined ? {} : { recordedAt: momentOf('as-of', asOf) }
  const query = { prefix, depth: depth === undefined ? undefined : depthOf(depth), ...moment }
  return withBook(asked, environment, async ({ book, amounts }) => {
    const balance = await book.trialBalance(query)
    // The accounts of one prefix need not balance among themselves.
    const holds = prefix !== undefined || balance.isBalanced
    return {
      report: trialBalanceReport(balance, amounts, prefix === undefined),
      exitCode: holds ? exitCodes.ok : exitCodes.booksDoNotVerify,
    }
  })
}

function depthOf(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  throw new UsageError(`--depth takes a number of segments, such as 2; "${text}" is none.`)
}

function trialBalanceReport(
  { lines, totals, isBalanced }: TrialBalance,
  amounts: Amounts,
  isWhole: boolean,
): Report {
  const rows = lines.map(({ code, currency, debit, credit }) => [
    code,
    currency,
    debit.amount === 0n ? '' : amounts.decimal(debit),
    credit.amount === 0n ? '' : amounts.decimal(credit),
  ])
  const sums = totals.map(({ currency, debit, credit }) => [
    'total',
    currency,
    amounts.decimal(debit),
    amounts.decimal(credit),
  ])
  const verdict = isBalanced ? 'It balances.' : 'It does not balance. Run verify to see where.'
  return {
    text: `${table(
      [
        { title: 'account' },
        { title: 'currency' },
        { title: 'debit', align: 'right' },
        { title: 'credit', align: 'right' },
      ],
      [...rows, ...sums],
    )}${isWhole ? `${verdict}\n` : ''}`,
    json: {
      ...(isWhole ? { isBalanced } : {}),
      lines: lines.map((line) => ({
        ...line,
        debit: amounts.json(line.debit),
        credit: amounts.json(line.credit),
      })),
      totals: totals.map((total) => ({
        ...total,
        debit: amounts.json(total.debit),
        credit: amounts.json(total.credit),
      })),
    },
  }
}
