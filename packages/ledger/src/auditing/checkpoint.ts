import { z } from 'zod'
import { InvalidInputError } from '../errors/index.ts'
import type { Finding } from '../verify/finding.ts'

// Kept by the caller, in a file say. Whoever checks the books has no right to write to the database they are in, and
// what a checker remembers must not lie where somebody who changed the books could change it too.

/** How far a run has come. From it the run goes on, in another process too. */
export interface RunState {
  readonly run: Run
  /** The pass under way by name, the last row it has checked, and how many rows each pass has checked. */
  readonly pass: string
  readonly after: readonly string[]
  readonly done: Readonly<Record<string, number>>
  readonly totals: Readonly<Record<string, number>>
  readonly findings: readonly Finding[]
  /** How many there are in all; the list is cut. */
  readonly found: number
}

/** What a run was asked, and where it began. */
export interface Run {
  /** The books by name; null means all of them. */
  readonly books: readonly string[] | null
  readonly since: Checkpoint | null
  /** What the next run can start from, once this one has ended. */
  readonly began: Checkpoint
}

/**
 * A moment before which everything has been checked. A later run since it checks what was written from then on: by
 * transactions that had not ended at that moment, or began later.
 */
export interface Checkpoint {
  readonly at: string
  /** The cluster: numbers of transactions mean nothing in another one. */
  readonly cluster: string
  /** The oldest transaction that was open. */
  readonly oldestTransaction: string
}

const checkpoint = z.object({
  at: z.string(),
  cluster: z.string(),
  oldestTransaction: z.string().regex(/^\d+$/),
})

const finding = z.object({
  invariant: z.enum(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I10', 'I11', 'I12']),
  where: z.string(),
  expected: z.string(),
  found: z.string(),
})

const runState = z.object({
  run: z.object({
    books: z.array(z.string()).nullable(),
    since: checkpoint.nullable(),
    began: checkpoint,
  }),
  pass: z.string(),
  after: z.array(z.string()),
  done: z.record(z.string(), z.number()),
  totals: z.record(z.string(), z.number()),
  findings: z.array(finding),
  found: z.number().int(),
})

/** Reads the state of a run back from the JSON text that was kept of it, and refuses what is none. */
export function readRunState(text: string): RunState {
  return read(runState, text, 'a run that was under way')
}

/** Reads a checkpoint back from the JSON text that was kept of it, and refuses what is none. */
export function readCheckpoint(text: string): Checkpoint {
  return read(checkpoint, text, 'a checkpoint')
}

function read<T>(shape: z.ZodType<T>, text: string, what: string): T {
  try {
    return shape.parse(JSON.parse(text))
  } catch (error) {
    throw new InvalidInputError(
      'invalid_input',
      `This is no record of ${what}. Verify without it, from the beginning.`,
      {},
      { cause: error },
    )
  }
}
