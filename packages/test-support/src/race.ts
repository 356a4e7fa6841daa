/** How a race came out. The order is that of the starts, not of the arrivals. */
export interface RaceOutcome<T> {
  readonly values: readonly T[]
  readonly errors: readonly unknown[]
}

/**
 * Starts `n` calls in one turn of the event loop and waits for all of them.
 *
 *     const { values, errors } = await race(100, (i) => ledger.post(payment(i)))
 */
export async function race<T>(n: number, start: (i: number) => Promise<T>): Promise<RaceOutcome<T>> {
  if (!Number.isSafeInteger(n) || n < 1) throw new Error(`A race needs at least one runner, not ${n}.`)
  // A start that throws at once is a loser like the others; it must not keep the rest from starting.
  const runners = Array.from({ length: n }, async (_, i) => start(i))
  const outcomes = await Promise.allSettled(runners)
  return {
    values: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    errors: outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : [])),
  }
}
