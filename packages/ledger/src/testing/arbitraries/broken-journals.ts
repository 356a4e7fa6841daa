import type { Arbitrary } from 'fast-check'
import type { Chart, ChartAccounts } from '../../chart/define-chart.ts'
import type { EntryInput } from '../../journals/entry-input.ts'
import type { PostJournal } from '../../journals/post-journal.ts'
import { unchecked } from '../../money/money.ts'
import type { Population } from './accounts.ts'
import type { FastCheck } from './fast-check.ts'
import { type ChartJournal, journals } from './journals.ts'

/** A journal that no book with this chart may ever accept, and what is wrong with it. */
export interface BrokenJournal<Journal extends PostJournal = PostJournal> {
  readonly wrong: string
  readonly journal: Journal
}

type Change = (first: EntryInput, rest: readonly EntryInput[]) => readonly EntryInput[]

const changes: Readonly<Record<string, Change>> = {
  'a cent too much': (first, rest) => [withAmount(first, first.amount.amount + 1n), ...rest],
  'an amount of zero': (first, rest) => [withAmount(first, 0n), ...rest],
  'a negative amount': (first, rest) => [withAmount(first, -first.amount.amount), ...rest],
  'a single entry': (first) => [first],
  'an account outside the chart': (first, rest) => [{ ...first, account: 'nobody:at:all:here' }, ...rest],
  'another currency': (first, rest) => [withCurrency(first), ...rest],
}

/**
 * Journals that are wrong in one way each: they do not balance, name what is not in the chart, or hold what is no amount.
 *
 * @example
 * ```ts
 * import { defineChart } from '@evenkeel/ledger'
 * import { brokenJournals, memoryLedger, refusalOf } from '@evenkeel/ledger/testing'
 * import fc from 'fast-check'
 *
 * const chart = defineChart({
 *   accounts: { bank: { path: 'bank', type: 'asset', currency: 'ZAR' }, till: { path: 'till', type: 'asset', currency: 'ZAR' } },
 *   flows: { 'cash-in': { debit: ['bank'], credit: ['till'] } },
 * })
 * const main = memoryLedger().book('main', chart)
 * await fc.assert(
 *   fc.asyncProperty(brokenJournals(fc, chart), async ({ journal }) => {
 *     const refusal = await refusalOf(() => main.post(journal))
 *     return refusal !== undefined
 *   }),
 * )
 * ```
 */
export function brokenJournals<A extends ChartAccounts, Kind extends string>(
  fc: FastCheck,
  chart: Chart<A, Kind>,
  population?: Population,
): Arbitrary<BrokenJournal<ChartJournal<A, Kind>>> {
  const unknownKind = { wrong: 'a kind outside the chart', change: undefined }
  const mistakes = Object.entries(changes).map(([wrong, change]) => ({ wrong, change }))
  return (
    fc
      .tuple(journals(fc, chart, population), fc.constantFrom(...mistakes, unknownKind))
      .map(([journal, { wrong, change }]): BrokenJournal => {
        const [first, ...rest] = journal.entries
        if (change === undefined || first === undefined)
          return { wrong, journal: { ...journal, kind: 'outside-the-chart' } }
        return { wrong, journal: { ...journal, entries: change(first, rest) } }
      })
      // As a caller without types would send it: the compiler alone would refuse half of them.
      .map((broken) => broken as BrokenJournal<ChartJournal<A, Kind>>)
  )
}

function withAmount(entry: EntryInput, amount: bigint): EntryInput {
  return { ...entry, amount: unchecked(amount, entry.amount.currency) }
}

function withCurrency(entry: EntryInput): EntryInput {
  const { amount, currency } = entry.amount
  return { ...entry, amount: unchecked(amount, currency === 'USD' ? 'EUR' : 'USD') }
}
