import type { RunState } from './checkpoint.ts'

/** How far a run is, for people and for a line that is drawn again and again. */
export interface Progress {
  readonly pass: string
  readonly rows: number
  readonly total: number
  readonly rowsPerSecond: number
  readonly secondsLeft: number
}

/**
 * Tells the progress of a run from its states. The rate is that of this process, so a run that goes on after a break
 * does not count the break; rows that came while it ran may take it past its total.
 */
export function progressOf(start: RunState | undefined, now: () => number): (state: RunState) => Progress {
  const begin = now()
  const before = start === undefined ? 0 : sum(start.done)
  return ({ pass, done, totals }) => {
    const rows = sum(done)
    const total = Math.max(rows, sum(totals))
    const seconds = Math.max((now() - begin) / 1_000, 0.001)
    const rowsPerSecond = Math.round((rows - before) / seconds)
    const secondsLeft = rowsPerSecond === 0 ? Number.NaN : Math.ceil((total - rows) / rowsPerSecond)
    return { pass, rows, total, rowsPerSecond, secondsLeft }
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
