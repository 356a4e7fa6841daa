import type { BenchOptions } from './bench-options.ts'
import type { BenchServer } from './bench-server.ts'
import type { Measurement } from './measurement.ts'

/** One thing that is measured again and again, in turns with the others. */
export interface Cell {
  readonly name: string
  run(seconds: number): Promise<Measurement>
}

/** A ratio of two cells of one turn, with what we promise of it and what we are after. */
export interface Goal {
  readonly what: string
  /** From the measurements of one turn, by the names of their cells. */
  readonly ratio: (turn: ReadonlyMap<string, Measurement>) => number
  readonly floor: number
  readonly goal: number
}

/** What is prepared before the first turn, and what is true after the last. */
export interface Prepared {
  readonly cells: readonly Cell[]
  readonly goals?: readonly Goal[]
  /** Facts that are counted once and not timed: bytes, statements. */
  readonly facts?: () => Promise<readonly Fact[]>
  /** Throws when the books do not add up: numbers of such a run mean nothing. */
  readonly audit?: () => Promise<void>
}

export interface Fact {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly floor?: number
  readonly goal?: number
}

export interface Workload {
  readonly name: string
  readonly about: string
  prepare(world: World): Promise<Prepared>
}

export interface World {
  readonly server: BenchServer
  readonly options: BenchOptions
}

/** Journals a second of one cell against another. */
export function throughputOf(cell: string, against: string): Goal['ratio'] {
  return (turn) => (turn.get(cell)?.perSecond ?? Number.NaN) / (turn.get(against)?.perSecond ?? Number.NaN)
}
