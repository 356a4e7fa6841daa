import type { Arbitrary } from 'fast-check'
import type { AccountType } from '../../accounts/account.ts'
import type { AccountRef } from '../../accounts/account-ref.ts'
import { accountPath } from '../../chart/account-path.ts'
import type { Chart, ChartAccounts } from '../../chart/define-chart.ts'
import type { FastCheck } from './fast-check.ts'

/** How many accounts of a chart take part. Few names make accounts meet, which is what a test is after. */
export interface Population {
  /** What stands for each `{parameter}` of a path but its currency. `1`, `2` and `3` when left out. */
  readonly names?: readonly string[]
  /** For families whose path has a `{currency}`. `ZAR` when left out. */
  readonly currencies?: readonly string[]
}

/** An account of a chart: the code, and what the chart says of it. */
export interface PopulationAccount {
  readonly code: string
  readonly family: string
  readonly type: AccountType
  readonly currency: string
}

/** Every account of a population: each family once for each name and currency. */
export function populationOf(
  chart: Chart,
  { names = ['1', '2', '3'], currencies = ['ZAR'] }: Population = {},
): readonly PopulationAccount[] {
  return Object.entries(chart.definition.accounts).flatMap(([family, { path, type, currency: own }]) => {
    const parameters = [...path.matchAll(/\{([^}]+)\}/g)].map(([, parameter = '']) => parameter)
    const named = parameters.some((parameter) => parameter !== 'currency') ? names : ['']
    return (own === undefined ? currencies : [own]).flatMap((currency) =>
      named.map((name) => {
        const values = parameters.map((parameter) => [parameter, parameter === 'currency' ? currency : name])
        return { code: accountPath(path).fill(Object.fromEntries(values)), family, type, currency }
      }),
    )
  })
}

/**
 * Any account of a chart, by its code.
 *
 * @example
 * ```ts
 * import { defineChart } from '@evenkeel/ledger'
 * import { accounts } from '@evenkeel/ledger/testing'
 * import fc from 'fast-check'
 *
 * const chart = defineChart({
 *   accounts: { wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' } },
 *   flows: {},
 * })
 * fc.assert(fc.property(accounts(fc, chart), (code) => chart.opening(code).currency === 'ZAR'))
 * ```
 */
export function accounts<A extends ChartAccounts, Kind extends string>(
  fc: FastCheck,
  chart: Chart<A, Kind>,
  population?: Population,
): Arbitrary<AccountRef<keyof A & string>> {
  const codes = populationOf(chart, population).map(({ code }) => code)
  // The chart's own paths have made these codes, as its makers make refs.
  return fc.constantFrom(...(codes as AccountRef<keyof A & string>[]))
}
