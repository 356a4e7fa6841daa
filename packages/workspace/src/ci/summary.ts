import { describe, type GateOutcome } from './run-gates.ts'

/** The table of a run, and as its last line the counts of gates and tests together. */
export function summarise(outcomes: readonly GateOutcome[]): {
  readonly text: string
  readonly exitCode: number
} {
  const width = Math.max(...outcomes.map(({ name }) => name.length), 0)
  const rows = outcomes.map((outcome) => `${outcome.name.padEnd(width)}  ${describe(outcome)}`)
  const count = (wanted: boolean): number => outcomes.filter(({ isRight }) => isRight === wanted).length
  const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
    outcomes.reduce((total, { tests }) => total + (tests?.[key] ?? 0), 0)

  const [passed, failed, skipped] = [
    count(true) + sum('passed'),
    count(false) + sum('failed'),
    sum('skipped'),
  ]
  const counts = [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])]
  return {
    text: ['', ...rows, '', counts.join(', ')].join('\n'),
    exitCode: passed > 0 && failed === 0 ? 0 : 1,
  }
}
