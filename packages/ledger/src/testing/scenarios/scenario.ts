import type { Duration } from '../../holds/duration.ts'
import type { PostJournal } from '../../journals/post-journal.ts'
import type { Money } from '../../money/money.ts'

/**
 * What happens to a book, as plain data that a failing test can print and fast-check can shrink. Where a step names an
 * earlier thing, `which` counts those there are, round and round.
 */
export type Step =
  | { readonly do: 'post'; readonly journal: PostJournal }
  /** A journal that no book with the chart may accept. */
  | { readonly do: 'post wrongly'; readonly wrong: string; readonly journal: PostJournal }
  | { readonly do: 'hold'; readonly plan: HoldPlan; readonly expiresIn: Duration | null }
  /** A part of a hold in hundredths, to where its plan says. */
  | {
      readonly do: 'capture'
      readonly which: number
      readonly percent: number
      readonly releaseRest: boolean
    }
  | { readonly do: 'void'; readonly which: number }
  | { readonly do: 'extend'; readonly which: number; readonly expiresIn: Duration }
  | { readonly do: 'reverse'; readonly which: number; readonly kind: string }
  /** The same call again, as after a lost answer. */
  | { readonly do: 'repeat'; readonly which: number }
  | { readonly do: 'freeze' | 'unfreeze'; readonly account: string }
  | { readonly do: 'wait'; readonly duration: Duration }

/** A hold, and the flow of the chart by which it may be captured. */
export interface HoldPlan {
  readonly account: string
  readonly amount: Money
  readonly kind: string
  readonly to: string
}

/** A life of one book: the accounts that are opened, and what happens to them. */
export interface Scenario {
  readonly accounts: readonly string[]
  readonly steps: readonly Step[]
}
