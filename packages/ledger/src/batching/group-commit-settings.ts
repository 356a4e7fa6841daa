export interface GroupCommitSettings {
  readonly mostCommands: number
  /** Transactions at once, without those that wait behind one to follow it. Calls that share an account are never in two of them. */
  readonly mostInFlight: number
  /** Commands that make it worth to begin another transaction while one is under way. */
  readonly leastBeside: number
  /** Calls that may wait in a lane. One more is refused at once, which tells the caller to slow down while it still can. */
  readonly mostWaiting: number
  /** How long a shared batch waits for a lock before it looks who is in the way. */
  readonly patienceMs: number
  /** How long a caller waits when it does not say. */
  readonly deadlineMs: number
}

export const usualSettings: GroupCommitSettings = {
  mostCommands: 256,
  // The database is at work on one while Node decides the other.
  mostInFlight: 2,
  // A transaction costs the server as much as eight journals in it.
  leastBeside: 16,
  mostWaiting: 10_000,
  patienceMs: 100,
  deadlineMs: 30_000,
}
