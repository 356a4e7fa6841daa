/** What is waited after each failed attempt: the second comes a minute after the first, the third five later, and so on. */
const delaysSeconds = [60, 5 * 60, 15 * 60]

/** How long to wait before the next attempt; undefined where there is none, and the job becomes a dead letter. */
export function retryDelaySeconds(failedAttempt: number): number | undefined {
  return delaysSeconds[failedAttempt - 1]
}
