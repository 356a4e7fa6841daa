import type { Chart } from '../../chart/define-chart.ts'
import { InvalidInputError } from '../../errors/index.ts'
import { type Population, type PopulationAccount, populationOf } from './accounts.ts'

/** A kind of journal in one currency, with the accounts of a population that it may debit and credit. */
export interface ChartFlow {
  readonly kind: string
  readonly currency: string
  readonly debit: readonly PopulationAccount[]
  readonly credit: readonly PopulationAccount[]
}

/** Every flow of a chart that some journal in one currency can take. */
export function chartFlows(chart: Chart, population?: Population): readonly ChartFlow[] {
  const accounts = populationOf(chart, population)
  const currencies = [...new Set(accounts.map(({ currency }) => currency))]
  const flows = Object.entries(chart.definition.flows).flatMap(([kind, flow]) =>
    currencies.map((currency) => {
      const allowed = (families: readonly string[]): PopulationAccount[] =>
        accounts.filter((account) => account.currency === currency && families.includes(account.family))
      return { kind, currency, debit: allowed(flow.debit), credit: allowed(flow.credit) }
    }),
  )
  const possible = flows.filter(({ debit, credit }) => debit.length > 0 && credit.length > 0)
  if (possible.length > 0) return possible
  throw new InvalidInputError(
    'invalid_input',
    'The chart has no flow that these accounts could take. Give it one, or the population more currencies.',
    { kinds: Object.keys(chart.definition.flows) },
  )
}
