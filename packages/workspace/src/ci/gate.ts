import { describeFinding, type Finding } from '../repository/finding.ts'

/** Something that must be right before a change goes in. */
export interface Gate {
  readonly name: string
  /** Gates whose results this one uses; naming this one runs them too. */
  readonly needs?: readonly string[]
  readonly run: () => Promise<GateResult>
}

export interface GateResult {
  readonly isRight: boolean
  /** How much was looked at, in words: `41 files`. */
  readonly examined: { readonly count: number; readonly what: string }
  /** What somebody needs to read when it is not right. */
  readonly output: string
  /** Where the gate runs tests, they are counted beside it. */
  readonly tests?: TestCounts
}

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The result of a gate that lists what it found. */
export function resultOf(findings: readonly Finding[], count: number, what: string): GateResult {
  return {
    isRight: findings.length === 0,
    examined: { count, what },
    output: findings.map(describeFinding).join('\n'),
  }
}
