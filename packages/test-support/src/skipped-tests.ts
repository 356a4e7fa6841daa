/** A test that did not run, and why. */
export interface SkippedTest {
  readonly title: string
  readonly reason: string | undefined
}

/** What the run says about its skipped tests: grouped by reason, or nothing when all of them ran. */
export function describeSkipped(skipped: readonly SkippedTest[]): string | undefined {
  if (skipped.length === 0) return undefined
  const byReason = Map.groupBy(skipped, ({ reason }) => reason ?? 'no reason given')
  const lines = [...byReason].map(([reason, tests]) => `  ${tests.length}: ${reason}`)
  return [`${skipped.length} skipped:`, ...lines].join('\n')
}
