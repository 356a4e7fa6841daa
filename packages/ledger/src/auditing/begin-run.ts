import { InvalidInputError } from '../errors/index.ts'
import { utc } from '../postgres/rows.ts'
import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'
import type { Checkpoint, RunState } from './checkpoint.ts'
import type { Pass } from './pass.ts'

export interface RunOptions {
  /** By name. Left out, every book of the database. */
  readonly books?: readonly string[] | undefined
  /** Checks only what was written since then. Left out, everything. */
  readonly since?: Checkpoint | undefined
}

/** The state of a run that has checked nothing yet. */
export async function beginRun(
  connection: SqlConnection,
  { books, since }: RunOptions,
  passes: readonly Pass[],
): Promise<RunState> {
  const [began] = await readRows<Checkpoint>(connection, readCheckpoint, [])
  const [first] = passes
  if (began === undefined || first === undefined) throw new Error('A run begins at a moment, with a pass.')
  if (since !== undefined) refuseForeign(since, began)
  return {
    run: { books: books ?? null, since: since ?? null, began },
    pass: first.name,
    after: first.start,
    done: {},
    totals: {},
    findings: [],
    found: 0,
  }
}

/** A checkpoint tells of transactions by their numbers, which must be of this cluster, and not half a round old. */
function refuseForeign(since: Checkpoint, now: Checkpoint): void {
  const age = BigInt(now.oldestTransaction) - BigInt(since.oldestTransaction)
  const why =
    since.cluster !== now.cluster
      ? 'was taken from another database cluster'
      : age < 0n
        ? 'is of a later state of this database than the one that is here'
        : age >= 2n ** 31n
          ? 'is more than two thousand million transactions old'
          : undefined
  if (why === undefined) return
  throw new InvalidInputError(
    'invalid_input',
    `The checkpoint of ${since.at} ${why}. Verify without it, from the beginning.`,
    { checkpoint: since.at },
  )
}

const readCheckpoint = `
SELECT json_build_object(
  'at', ${utc('clock_timestamp()')},
  'cluster', (SELECT control.system_identifier::text FROM pg_control_system() AS control),
  'oldestTransaction', pg_snapshot_xmin(pg_current_snapshot())::text
)::text AS row`
