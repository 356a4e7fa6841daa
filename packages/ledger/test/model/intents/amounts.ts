import * as fc from 'fast-check'
import type { Balance, Instant } from '../../../src/index.ts'
import { accountOf, balanceAt, currencies, type Model } from '../model.ts'

/** How much is wanted: a few units, or a number that stands right at a limit, one below it or one above. */
export interface AmountWish {
  readonly about: 'some' | 'what is usable' | 'what fits' | 'the most there is'
  readonly some: number
  readonly off: number
}

export const amountWish: fc.Arbitrary<AmountWish> = fc.record({
  about: fc.oneof(
    { weight: 12, arbitrary: fc.constant('some' as const) },
    { weight: 5, arbitrary: fc.constant('what is usable' as const) },
    { weight: 2, arbitrary: fc.constant('what fits' as const) },
    { weight: 2, arbitrary: fc.constant('the most there is' as const) },
  ),
  some: fc.integer({ min: 1, max: 12 }),
  off: fc.constantFrom(0, 0, 0, -1, 1),
})

/** The amount wished for, when value leaves one account and arrives in another. Always positive. */
export function amountOf(model: Model, wish: AmountWish, from: string, to: string): bigint {
  const base = {
    some: () => BigInt(wish.some),
    'what is usable': () => usableAbove(model, from),
    'what fits': () => roomIn(model, to),
    'the most there is': () => currencies.maxAmount,
  }[wish.about]()
  const amount = wish.about === 'some' ? base : base + BigInt(wish.off)
  return amount > 0n && amount <= currencies.maxAmount + 1n ? amount : BigInt(wish.some)
}

/** What may leave an account until it stands on its floor. */
function usableAbove(model: Model, code: string): bigint {
  return (now(model, code)?.usable.amount ?? 0n) - (accountOf(model, code)?.floor ?? 0n)
}

function roomIn(model: Model, code: string): bigint {
  return (accountOf(model, code)?.ceiling ?? 0n) - (now(model, code)?.posted.amount ?? 0n)
}

function now(model: Model, code: string): Balance | undefined {
  const account = accountOf(model, code)
  return account && balanceAt(model, account, model.clock satisfies Instant)
}
