import type { Arbitrary } from 'fast-check'
import type { AccountRef } from '../../accounts/account-ref.ts'
import type { Chart, ChartAccounts } from '../../chart/define-chart.ts'
import type { EntryInput } from '../../journals/entry-input.ts'
import type { PostJournal } from '../../journals/post-journal.ts'
import { allocate } from '../../money/allocate.ts'
import { unchecked } from '../../money/money.ts'
import type { Population, PopulationAccount } from './accounts.ts'
import { type ChartFlow, chartFlows } from './chart-flows.ts'
import type { FastCheck } from './fast-check.ts'

/** A journal as a book with the chart takes it. */
export type ChartJournal<A extends ChartAccounts, Kind extends string> = PostJournal<
  AccountRef<keyof A & string>,
  Kind
>

/** One to three debits, of which the credits share the sum. Which accounts are meant is counted round. */
interface Shape {
  readonly flow: ChartFlow
  readonly debits: readonly { readonly account: number; readonly amount: bigint }[]
  readonly credits: readonly { readonly account: number; readonly weight: bigint }[]
}

/**
 * Any journal that the chart allows and that balances. Whether it can be posted is for the ledger to say: an account may
 * lack the funds.
 *
 * @example
 * ```ts
 * import { defineChart } from '@evenkeel/ledger'
 * import { journals, memoryLedger } from '@evenkeel/ledger/testing'
 * import fc from 'fast-check'
 *
 * const chart = defineChart({
 *   accounts: {
 *     bank: { path: 'bank:{currency}', type: 'asset' },
 *     wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' },
 *   },
 *   flows: { deposit: { debit: ['bank'], credit: ['wallet'] } },
 * })
 * const main = memoryLedger().book('main', chart)
 * await fc.assert(
 *   fc.asyncProperty(journals(fc, chart), async (journal) => {
 *     for (const { account } of journal.entries) await main.accounts.open(account)
 *     const { balances } = await main.post(journal)
 *     return balances.length > 0
 *   }),
 * )
 * ```
 */
export function journals<A extends ChartAccounts, Kind extends string>(
  fc: FastCheck,
  chart: Chart<A, Kind>,
  population?: Population,
): Arbitrary<ChartJournal<A, Kind>> {
  const cents = fc.bigInt({ min: 1n, max: 100_000n })
  const someOf = { minLength: 1, maxLength: 3 }
  const shape: Arbitrary<Shape> = fc.record({
    flow: fc.constantFrom(...chartFlows(chart, population)),
    debits: fc.array(fc.record({ account: fc.nat(), amount: cents }), someOf),
    credits: fc.array(fc.record({ account: fc.nat(), weight: fc.bigInt({ min: 1n, max: 9n }) }), someOf),
  })
  // A key that shrinks would become its neighbour's.
  const key = fc.noShrink(fc.uuid())
  return (
    fc
      .tuple(key, shape)
      .map(([key, shape]): PostJournal => ({ key, kind: shape.flow.kind, entries: entriesOf(shape) }))
      // Accounts and kind are the chart's own.
      .map((journal) => journal as ChartJournal<A, Kind>)
  )
}

function entriesOf({ flow, debits, credits }: Shape): EntryInput[] {
  const { currency } = flow
  const total = debits.reduce((sum, { amount }) => sum + amount, 0n)
  const weights = credits.map(({ weight }) => weight)
  const shares = allocate(unchecked(total, currency), weights)
  const taken = debits.map(
    ({ account, amount }): EntryInput => ({
      account: at(flow.debit, account),
      side: 'debit',
      amount: unchecked(amount, currency),
    }),
  )
  const given = shares.map(
    (amount, i): EntryInput => ({
      account: at(flow.credit, credits[i]?.account ?? 0),
      side: 'credit',
      amount,
    }),
  )
  return [...taken, ...given.filter(({ amount }) => amount.amount > 0n)]
}

/** The code of the nth account, counted round. */
function at(accounts: readonly PopulationAccount[], n: number): string {
  return accounts[n % accounts.length]?.code ?? ''
}
