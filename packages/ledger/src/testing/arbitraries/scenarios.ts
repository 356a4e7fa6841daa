import type { Arbitrary } from 'fast-check'
import { normalSide, oppositeSide } from '../../accounts/account.ts'
import type { Chart } from '../../chart/define-chart.ts'
import type { Duration } from '../../holds/duration.ts'
import { unchecked } from '../../money/money.ts'
import type { HoldPlan, Scenario, Step } from '../scenarios/scenario.ts'
import { accounts, type Population, populationOf } from './accounts.ts'
import { brokenJournals } from './broken-journals.ts'
import { chartFlows } from './chart-flows.ts'
import type { FastCheck } from './fast-check.ts'
import { journals } from './journals.ts'

/** Who takes part, and how much happens. */
export interface ScenarioOptions extends Population {
  /** The most steps; 50 when left out. */
  readonly steps?: number
}

/**
 * Any life of a book with this chart: journals of every flow, wrong ones among them, holds that end in every way, reversals,
 * calls sent again, accounts frozen, and time that passes. Play it with `playScenario`.
 *
 * @example
 * ```ts
 * import { defineChart } from '@evenkeel/ledger'
 * import { assertInvariants, frozenClock, memoryContents, memoryLedger } from '@evenkeel/ledger/testing'
 * import { playScenario, scenarios } from '@evenkeel/ledger/testing'
 * import fc from 'fast-check'
 *
 * const chart = defineChart({
 *   accounts: {
 *     bank: { path: 'bank:{currency}', type: 'asset' },
 *     wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' },
 *   },
 *   flows: {
 *     deposit: { debit: ['bank'], credit: ['wallet'] },
 *     payment: { debit: ['wallet'], credit: ['wallet'] },
 *   },
 * })
 * await fc.assert(
 *   fc.asyncProperty(scenarios(fc, chart), async (scenario) => {
 *     const clock = frozenClock()
 *     const ledger = memoryLedger({ clock })
 *     await playScenario(ledger.book('main', chart), scenario, { clock })
 *     assertInvariants(memoryContents(ledger.books, 'main'))
 *   }),
 * )
 * ```
 */
export function scenarios(fc: FastCheck, chart: Chart, options: ScenarioOptions = {}): Arbitrary<Scenario> {
  const { steps = 50 } = options
  const codes = populationOf(chart, options).map(({ code }) => code)
  return fc.record({
    accounts: fc.constant(codes),
    steps: fc.array(anyStep(fc, chart, options), { maxLength: steps }),
  })
}

function anyStep(fc: FastCheck, chart: Chart, population: Population): Arbitrary<Step> {
  const which = fc.nat({ max: 99 })
  const percent = fc.integer({ min: 1, max: 101 })
  const account = accounts(fc, chart, population)
  const kind = fc.constantFrom('reversal', ...chart.kinds)
  const duration = fc.constantFrom<Duration>('1s', '30s', '15m', '12h', '7d')
  const plan = holdPlans(fc, chart, population)
  const journal = journals(fc, chart, population)
  const step = <const Do extends Step['do']>(name: Do): { readonly do: Arbitrary<Do> } => ({
    do: fc.constant(name),
  })
  const weighted: readonly (readonly [weight: number, arbitrary: Arbitrary<Step>])[] = [
    [8, fc.record({ ...step('post'), journal })],
    [2, brokenJournals(fc, chart, population).map((broken) => ({ do: 'post wrongly', ...broken }))],
    [4, fc.record({ ...step('hold'), plan, expiresIn: fc.option(duration, { nil: null }) })],
    [3, fc.record({ ...step('capture'), which, percent, releaseRest: fc.boolean() })],
    [1, fc.record({ ...step('void'), which })],
    [1, fc.record({ ...step('extend'), which, expiresIn: duration })],
    [2, fc.record({ ...step('reverse'), which, kind })],
    [3, fc.record({ ...step('repeat'), which })],
    [1, fc.record({ do: fc.constantFrom('freeze', 'unfreeze'), account })],
    [2, fc.record({ ...step('wait'), duration })],
  ]
  return fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

/** What leaves an account is captured on the side that makes it shrink, so the flow must allow it there. */
function holdPlans(fc: FastCheck, chart: Chart, population: Population): Arbitrary<HoldPlan> {
  const plans = chartFlows(chart, population).flatMap((flow) =>
    (['debit', 'credit'] as const).flatMap((side) =>
      flow[side]
        .filter(({ type }) => normalSide(type) !== side)
        .map(({ code }) => ({ flow, account: code, others: flow[oppositeSide(side)] })),
    ),
  )
  // A chart whose accounts can only grow has no captures: then holds are placed all the same, and never captured.
  const [some] = chartFlows(chart, population)
  const fallback = (some?.debit ?? []).map(({ code }) => ({ flow: some, account: code, others: [] }))
  return fc
    .tuple(
      fc.constantFrom(...(plans.length > 0 ? plans : fallback)),
      fc.nat(),
      fc.bigInt({ min: 1n, max: 100_000n }),
    )
    .map(([{ flow, account, others }, to, amount]) => ({
      account,
      amount: unchecked(amount, flow?.currency ?? ''),
      kind: flow?.kind ?? '',
      to: others[to % Math.max(1, others.length)]?.code ?? account,
    }))
}
