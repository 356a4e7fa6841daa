import * as fc from 'fast-check'
import { Batch } from './batch-step.ts'
import { opening, statusChange } from './intents/accounts.ts'
import { capturing, extending, placing, voiding } from './intents/holds.ts'
import type { Intent } from './intents/intent.ts'
import { whichOne } from './intents/pick.ts'
import { posting } from './intents/posts.ts'
import { reversal } from './intents/reversals.ts'
import type { Model } from './model.ts'
import { Call, MoveClock, type Real, UsedKey } from './steps.ts'

/** Any single call. */
export const intent: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 8, arbitrary: posting },
  { weight: 4, arbitrary: placing },
  { weight: 4, arbitrary: capturing },
  { weight: 2, arbitrary: voiding },
  { weight: 2, arbitrary: extending },
  { weight: 2, arbitrary: reversal },
  { weight: 2, arbitrary: statusChange },
  { weight: 1, arbitrary: opening },
)

const minute = 60_000
const hour = 60 * minute
const clockMove = fc.constantFrom(
  ...[1, 999, 1_000, 1_001, minute - 1, minute, hour, 30 * hour],
  ...[-1, -1_000, -minute, -2 * hour, -60 * hour],
)

const batch = fc
  .record({
    intents: fc.array(posting, { minLength: 1, maxLength: 4 }),
    mode: fc.constantFrom('atomic' as const, 'independent' as const),
    repeats: fc.constantFrom(
      'nothing' as const,
      'nothing' as const,
      'its first' as const,
      'an earlier call' as const,
    ),
  })
  .map((wish) => new Batch(wish))

/** Random runs of steps, mostly calls. */
export function runsOf(maxCommands: number): fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Real>>> {
  const step = fc.oneof<fc.MaybeWeightedArbitrary<fc.AsyncCommand<Model, Real>>[]>(
    { weight: 20, arbitrary: intent.map((wish) => new Call(wish, false)) },
    { weight: 2, arbitrary: intent.map((wish) => new Call(wish, true)) },
    { weight: 3, arbitrary: batch },
    { weight: 2, arbitrary: whichOne.map((which) => new UsedKey(which, undefined)) },
    { weight: 1, arbitrary: fc.tuple(whichOne, intent).map(([which, other]) => new UsedKey(which, other)) },
    { weight: 3, arbitrary: clockMove.map((ms) => new MoveClock(ms)) },
  )
  return fc.commands([step], { maxCommands, size: 'max' })
}
