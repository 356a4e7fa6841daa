import type { Ids } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { CurrencyTable } from '../money/currency-table.ts'

/**
 * What an accepted request does to the books, and what its caller is told.
 *
 * A request that is not accepted throws, and the family of the error says what becomes of its key. `RejectedError`: a
 * rule said no; the key remembers it. Anything else: the request cannot be judged as it stands (no such account, another
 * currency); nothing is remembered, and the same key may be used again once it is mended.
 */
export interface Decision<Effect, Result> {
  readonly effects: readonly Effect[]
  readonly result: Result
}

/** What a decision needs besides the books and the request. It has no other source of time or chance. */
export interface DecisionContext {
  /** The instant of the batch: read after the locks, never before the last instant of an account it locks. */
  readonly at: Instant
  readonly ids: Ids
  readonly currencies: CurrencyTable
}
