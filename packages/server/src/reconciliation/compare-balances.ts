import type { Gateway } from '../gateways/gateway.ts'
import { type Comparison, compareSides } from './comparison.ts'
import { readOurSide } from './our-side.ts'
import type { ReconciliationParts } from './parts.ts'
import { readTenants } from './run-queries.ts'

/** A quiet moment of the gateway is looked for as often. */
const tries = 4

export interface Looking {
  /** Asks for everything that waits; answers whether all of it could be asked for. */
  askForUnsure(): Promise<boolean>
  /** Asks for everything else, as long as it was not asked for in this run; answers the same. */
  lookFurther(): Promise<boolean>
}

/**
 * Compares what a gateway holds for us, and what it took, with our books. Where they differ, `lookFurther` is called,
 * and they are compared again: most often a webhook was missed, and asking heals it. A question that got no answer is
 * asked again, because what it would have told may be the whole difference.
 */
export async function compareBalances(
  parts: ReconciliationParts,
  gateway: Gateway,
  { askForUnsure, lookFurther }: Looking,
): Promise<Comparison[]> {
  const tenants = await readTenants(parts.db)
  let hasLooked = false
  for (let left = tries; ; left -= 1) {
    // What waits is asked for even where the gateway does not say what it holds.
    const [before] = await Promise.allSettled([gateway.balances()])
    const hasAsked = await askForUnsure()
    if (before.status === 'rejected') throw before.reason
    const currencies = [
      ...new Set([...parts.limits.currencies, ...before.value.map(({ currency }) => currency)]),
    ].sort()
    const ours = await readOurSide(parts, { tenants, gateway: gateway.name, currencies })
    const after = await gateway.balances()
    const comparisons = compareSides(gateway.name, { before: before.value, ours, after })
    const isMoving = comparisons.some(({ state }) => state === 'moving')
    const differs = comparisons.some(({ state }) => state === 'differs')
    if (left === 1 || (!isMoving && (!differs || (hasLooked && hasAsked)))) return comparisons
    if (!isMoving) hasLooked = await lookFurther()
  }
}
