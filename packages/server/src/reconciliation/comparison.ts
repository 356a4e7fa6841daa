import type { GatewayBalance } from '../gateways/gateway.ts'

/** One figure of a gateway beside ours. */
export interface Comparison {
  readonly gateway: string
  readonly currency: string
  readonly what: 'balance' | 'fees'
  /** By our books, in minor units. */
  readonly expected: string
  /** By the gateway's word. */
  readonly found: string
  /** moving: money moved at the gateway while we looked, so nothing follows from it. */
  readonly state: 'agrees' | 'differs' | 'moving'
}

/** What a gateway should hold, and should have kept, in one currency. */
export interface OurSide {
  readonly currency: string
  readonly held: bigint
  readonly fees: bigint
}

/**
 * Compares what a gateway stated before and after we asked for everything that could have moved, with our books read in
 * between. Only where it stated the same twice was there one moment that both sides speak of.
 */
export function compareSides(
  gateway: string,
  {
    before,
    ours,
    after,
  }: {
    before: readonly GatewayBalance[]
    ours: readonly OurSide[]
    after: readonly GatewayBalance[]
  },
): Comparison[] {
  return ours.flatMap(({ currency, held, fees }) => {
    const first = before.find((balance) => balance.currency === currency)
    const last = after.find((balance) => balance.currency === currency)
    const figure = (
      what: Comparison['what'],
      expected: bigint,
      stated: bigint,
      restated: bigint,
    ): Comparison => ({
      gateway,
      currency,
      what,
      expected: String(expected),
      found: String(restated),
      state: stated !== restated ? 'moving' : expected === restated ? 'agrees' : 'differs',
    })
    const balance = figure('balance', held, first?.held ?? 0n, last?.held ?? 0n)
    // A gateway that does not tell its fees has nothing to be compared with.
    if (first?.fees === undefined || last?.fees === undefined) return [balance]
    return [balance, figure('fees', fees, first.fees, last.fees)]
  })
}
