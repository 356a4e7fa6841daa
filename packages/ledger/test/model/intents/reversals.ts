import * as fc from 'fast-check'
import { factsWish } from './facts.ts'
import type { Intent } from './intent.ts'
import { idOfNothing, pick, whichOne } from './pick.ts'

/** Reverses a journal, late ones more than early ones, reversals too; now and then one that is not there. */
export const reversal: fc.Arbitrary<Intent> = fc.tuple(whichOne, factsWish).map(([which, facts]) => {
  return (model, key) => {
    const journal = pick(model.journals, which)?.id ?? idOfNothing
    return { act: 'reverse', input: { key, ...facts(model), journal } }
  }
})
