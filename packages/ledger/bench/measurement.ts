import { median } from './median.ts'

/** What one cell came to in one turn. */
export interface Measurement {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly errors: number
  /** Processor time of this process for each unit of work, in microseconds. */
  readonly nodeCpuUs: number
}

export function measurementOf(
  latenciesMs: readonly number[],
  facts: {
    readonly units: number
    readonly seconds: number
    readonly errors: number
    readonly cpuUs: number
  },
): Measurement {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {
    perSecond: facts.units / facts.seconds,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    errors: facts.errors,
    nodeCpuUs: facts.cpuUs / Math.max(1, facts.units),
  }
}

/** The median of each column over the turns. */
export function medianOf(turns: readonly Measurement[]): Measurement {
  const column = (name: keyof Measurement): number => median(turns.map((turn) => turn[name]))
  return {
    perSecond: column('perSecond'),
    p50Ms: column('p50Ms'),
    p95Ms: column('p95Ms'),
    p99Ms: column('p99Ms'),
    errors: turns.reduce((sum, { errors }) => sum + errors, 0),
    nodeCpuUs: column('nodeCpuUs'),
  }
}
