import { setTimeout as pause } from 'node:timers/promises'

export interface Patience {
  /** How long to wait at most, in milliseconds. Generous by default: a slow machine is not a failed test. */
  readonly within?: number
  /** What is waited for, for the message: "the hold to expire". Without it the condition's own text is quoted. */
  readonly what?: string
}

/**
 * Asks until the answer is truthy, and returns it. A condition that throws has not come true yet; the last thing
 * it threw becomes the cause when time is up.
 *
 *     const row = await waitFor(() => findJournal(id), { within: 2_000, what: 'the journal to arrive' })
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { within = 10_000, what = String(condition) }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + within
  let cause: unknown
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    try {
      const answer = await condition()
      if (answer) return answer
      cause = undefined
    } catch (error) {
      cause = error
    }
    if (performance.now() >= deadline) break
    await pause(pauseMs)
  }
  throw new Error(`Waited ${within} ms for ${what}, in vain.`, { cause })
}
