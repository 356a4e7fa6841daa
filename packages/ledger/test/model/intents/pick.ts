import * as fc from 'fast-check'

/** Which of the things that there are: counted from the last, so that a short run meets its own. */
export const whichOne: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(3) },
  { weight: 3, arbitrary: fc.nat(30) },
)

/** The id of nothing there is. */
export const idOfNothing = '00000000-0000-7000-8000-000000000000'

export function pick<T>(things: readonly T[], which: number): T | undefined {
  // Where there are many, now and then one is asked for that is not there.
  if (which === 0 && things.length > 4) return undefined
  return things[things.length - 1 - (which % Math.max(1, things.length))]
}
