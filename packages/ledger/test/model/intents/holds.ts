import * as fc from 'fast-check'
import type { Expiry } from '../../../src/index.ts'
import { isOver, type Model, restOf } from '../model.ts'
import { anyCode } from './accounts.ts'
import { amountOf, amountWish } from './amounts.ts'
import { factsWish } from './facts.ts'
import type { Intent } from './intent.ts'
import { idOfNothing, pick, whichOne } from './pick.ts'

const expiryWish: fc.Arbitrary<(model: Model) => Expiry> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(() => ({})) },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('1s' as const, '1m' as const, '1h' as const)
      .map((expiresIn) => () => ({ expiresIn })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(-1, 0, 1, 1_000, 60_000)
      .map((ms) => (model: Model) => ({ expiresAt: new Date(Date.parse(model.clock) + ms) })),
  },
)

export const placing: fc.Arbitrary<Intent> = fc
  .tuple(anyCode, amountWish, expiryWish, fc.constantFrom({}, { kind: 'order', metadata: { order: 7 } }))
  .map(([account, wish, expiry, more]) => (model, key) => {
    const amount = { amount: amountOf(model, wish, account, ''), currency: account.slice(-3) }
    return { act: 'place', input: { key, account, amount, ...expiry(model), ...more } }
  })

export const voiding: fc.Arbitrary<Intent> = whichOne.map((which) => (model, key) => {
  return { act: 'void', input: { key, hold: holdOf(model, which)?.id ?? idOfNothing } }
})

export const extending: fc.Arbitrary<Intent> = fc.tuple(whichOne, expiryWish).map(([which, expiry]) => {
  return (model, key) => {
    return { act: 'extend', input: { key, hold: holdOf(model, which)?.id ?? idOfNothing, ...expiry(model) } }
  }
})

/** Captures a part of a hold, or the whole, or one unit too much, to one place or two. */
export const capturing: fc.Arbitrary<Intent> = fc
  .record({
    which: whichOne,
    part: fc.constantFrom('part' as const, 'whole' as const, 'whole' as const, 'too much' as const),
    some: fc.bigInt(1n, 30n),
    to: fc.array(anyCode, { minLength: 1, maxLength: 2 }),
    rest: fc.constantFrom({}, {}, { releaseRest: true }, { releaseRest: false }),
    facts: factsWish,
  })
  .map(({ which, part, some, to, rest, facts }) => (model, key) => {
    const hold = holdOf(model, which)
    const left = hold === undefined ? 10n : restOf(hold)
    const wanted = { part: some, whole: left, 'too much': left + 1n }[part]
    const currency = hold?.amount.currency ?? 'ZAR'
    const first = to[0] ?? ''
    const second = to[1]
    const targets: [string, bigint][] =
      second === undefined || wanted < 2n
        ? [[first, wanted]]
        : [
            [first, 1n],
            [second, wanted - 1n],
          ]
    return {
      act: 'capture',
      input: {
        key,
        hold: hold?.id ?? idOfNothing,
        to: targets.map(([code, amount]) => [code, { amount: amount > 0n ? amount : 1n, currency }] as const),
        ...rest,
        ...facts(model),
      },
    }
  })

/** Open holds more than ended ones. */
function holdOf(model: Model, which: number) {
  const open = model.holds.filter((hold) => hold.status === 'open' && !isOver(hold, model.clock))
  return which % 8 === 7 ? pick(model.holds, which) : (pick(open, which) ?? pick(model.holds, which))
}
