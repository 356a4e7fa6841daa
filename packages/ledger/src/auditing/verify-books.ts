import { InvalidInputError, NotFoundError } from '../errors/index.ts'
import type { Connections } from '../postgres/connections.ts'
import { readBookIds } from '../postgres/find-books.ts'
import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'
import type { Finding } from '../verify/finding.ts'
import { beginRun, type RunOptions } from './begin-run.ts'
import { checkSlice } from './check-slice.ts'
import type { Checkpoint, RunState } from './checkpoint.ts'
import { countStatement, type Pass } from './pass.ts'
import { passes } from './passes/index.ts'

/** What to verify, on which connections, and whom to tell how far it is. */
export interface VerifyOptions extends RunOptions {
  /** Goes on with a run that ended before its time. What it was asked then holds; the other options do not. */
  readonly resume?: RunState | undefined
  /** Rows in a slice. More make fewer statements, each of which takes longer. */
  readonly sliceRows?: number | undefined
  /** Findings to keep; all are counted. */
  readonly mostFindings?: number | undefined
  /** Called after each slice with where the run is. Whatever it returns is awaited: this is where to save the state. */
  readonly onSlice?: ((state: RunState) => void | Promise<void>) | undefined
  readonly signal?: AbortSignal | undefined
}

/** What came of a run. */
export interface Verification {
  readonly verifies: boolean
  readonly findings: readonly Finding[]
  /** How many there are in all; the list has the first of them. */
  readonly found: number
  /** Rows checked, by pass. */
  readonly checked: Readonly<Record<string, number>>
  /** What the next run can start from. Worth keeping only when the books verify. */
  readonly checkpoint: Checkpoint
}

/**
 * Checks the invariants of the books in a database, all of them or what was written since a checkpoint. It reads and
 * never writes; it holds no lock and no snapshot from one slice to the next; its memory does not grow with the books.
 *
 * @example
 * ```ts
 * import { verifyBooks } from '@evenkeel/ledger/verify'
 * import { fromPgPool } from '@evenkeel/ledger/pg'
 * import type { Pool } from 'pg'
 * declare const pool: Pool
 *
 * const { verifies, findings } = await verifyBooks(fromPgPool(pool), { books: ['main'] })
 * if (!verifies) console.error(findings)
 * ```
 */
export async function verifyBooks(
  connections: Connections,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { sliceRows = 5_000, mostFindings = 1_000, onSlice, signal } = options
  const own = <T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> =>
    connections.withConnection((connection) => inReadOnly(connection, work))

  let state = options.resume ?? (await own((connection) => beginRun(connection, options, passes)))
  const { run } = state
  const bounds = await own((connection) => boundsOf(connection, run.books, run.since))
  if (options.resume === undefined) {
    state = { ...state, totals: await own((connection) => countRows(connection, bounds)) }
  }

  for (const pass of passes.slice(placeOf(state.pass))) {
    let after = pass.name === state.pass ? state.after : pass.start
    for (;;) {
      signal?.throwIfAborted()
      const slice = await own((connection) =>
        checkSlice(connection, pass, { ...bounds, after, limit: sliceRows }),
      )
      const before = state.done[pass.name] ?? 0
      state = {
        ...state,
        pass: pass.name,
        after: slice.last ?? after,
        done: { ...state.done, [pass.name]: before + slice.rows },
        findings: [...state.findings, ...slice.findings].slice(0, mostFindings),
        found: state.found + slice.findings.length,
      }
      if (slice.last === null) break
      after = slice.last
      await onSlice?.(state)
    }
  }
  const { findings, found, done } = state
  return { verifies: found === 0, findings, found, checked: done, checkpoint: run.began }
}

/** The parameters that every slice of a run shares. */
export interface RunBounds {
  readonly books: string | null
  readonly since: string | null
}

async function boundsOf(
  connection: SqlConnection,
  books: readonly string[] | null,
  since: Checkpoint | null,
): Promise<RunBounds> {
  if (books === null) return { books: null, since: since && oldestOf(since) }
  const ids = await readBookIds(connection, books)
  const missing = books.filter((book) => !ids.has(book))
  if (missing.length > 0) {
    throw new NotFoundError(
      'book_not_found',
      `There is no book ${missing.join(', ')} in this database. A book is there once an account was opened in it.`,
      { books: missing },
    )
  }
  return { books: JSON.stringify([...ids.values()]), since: since && oldestOf(since) }
}

/** Rows know the number of their transaction modulo 2^32. */
function oldestOf({ oldestTransaction }: Checkpoint): string {
  return String(BigInt(oldestTransaction) % 2n ** 32n)
}

async function countRows(
  connection: SqlConnection,
  { books, since }: RunBounds,
): Promise<Record<string, number>> {
  const totals: Record<string, number> = {}
  for (const pass of passes) {
    const [rows = 0] = await readRows<number>(connection, `${countStatement(pass)}`, [books, since])
    totals[pass.name] = rows
  }
  return totals
}

function placeOf(name: string): number {
  const place = passes.findIndex((pass: Pass) => pass.name === name)
  if (place >= 0) return place
  throw new InvalidInputError(
    'invalid_input',
    `The run to go on with was in a pass "${name}" that this version does not know. Verify from the beginning.`,
  )
}

/**
 * A transaction of its own for each slice. Rows are looked up through indexes whatever the planner has heard of the
 * tables: a slice that reads a whole table would do so once for every slice there is.
 */
async function inReadOnly<T>(
  connection: SqlConnection,
  work: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', [])
  try {
    for (const setting of ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit']) {
      await connection.query(`SET LOCAL ${setting} = off`, [])
    }
    return await work(connection)
  } finally {
    await connection.query('ROLLBACK', []).catch(() => {})
  }
}
