/** How long a run waits, and for what. Every wait has an end. */
export interface Patience {
  /**
   * For a lock that a statement of a file needs. While it waits everybody else queues behind it, so keep it
   * short.
   */
  readonly lockTimeoutMs: number
  /** How many times a file that could not get its locks is tried. */
  readonly attempts: number
  /** Between two attempts: the time that those who queued behind the last one get to run. */
  readonly pauseMs: number
  /** For another process that is migrating the same schema. */
  readonly turnTimeoutMs: number
}

/** Five seconds for a lock, five attempts, and a quarter of an hour for another process that is migrating. */
export const defaultPatience: Patience = {
  lockTimeoutMs: 5_000,
  attempts: 5,
  pauseMs: 2_000,
  turnTimeoutMs: 15 * 60_000,
}
