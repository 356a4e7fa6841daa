import type { Ahead } from '../engine/store.ts'
import type { Call } from './call.ts'

/** Calls that are under way together. */
export interface Batch {
  readonly calls: readonly Call[]
  readonly size: number
  /** What they need, where that matters to others. */
  readonly names: ReadonlySet<string>
  /** The batch it follows, as long as that one is not over. */
  behind: Batch | undefined
  /** Once it has left and another can follow it. */
  ahead: Ahead | undefined
  /** Another was to follow it, once: if that one came back, so would the next. */
  isFollowed: boolean
}

export const sizeOf = (calls: readonly Call[]): number => calls.reduce((sum, { size }) => sum + size, 0)
