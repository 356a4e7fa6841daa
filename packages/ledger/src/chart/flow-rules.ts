import { InvalidInputError } from '../errors/index.ts'
import type { FlowRules } from '../journals/flow-rules.ts'
import type { Flow } from './define-chart.ts'

/**
 * The allow-list of a chart. A flow that was never named cannot happen by accident: not by a typo in an account, not by
 * two accounts exchanged.
 * @param familyOf the name a code has in the chart
 */
export function flowRules(
  flows: Readonly<Record<string, Flow>>,
  familyOf: (code: string) => string | undefined,
): FlowRules {
  return {
    check(kind, entries) {
      const flow = Object.hasOwn(flows, kind) ? flows[kind] : undefined
      if (flow === undefined) {
        throw notAllowed(`The chart has no flow "${kind}". It has: ${Object.keys(flows).join(', ')}.`, {
          kind,
        })
      }
      for (const [entry, { account, side }] of entries.entries()) {
        const family = familyOf(account)
        if (family !== undefined && flow[side].includes(family)) continue
        const what = family === undefined ? `${account}, which is not in the chart` : `${account} (${family})`
        throw notAllowed(
          `Flow "${kind}" may not ${side} ${what}. It may ${side}: ${flow[side].join(', ') || 'nothing'}.`,
          { kind, account, side, entry },
        )
      }
    },
  }
}

function notAllowed(message: string, details: Record<string, unknown>): InvalidInputError {
  return new InvalidInputError('flow_not_allowed', message, details)
}
