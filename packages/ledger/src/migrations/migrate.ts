import { setTimeout as delay } from 'node:timers/promises'
import { isLedgerError, type LedgerError } from '../errors/index.ts'
import { applyInTransaction } from './apply-in-transaction.ts'
import { buildConcurrently } from './build-concurrently.ts'
import { compareHistory } from './compare-history.ts'
import { isOutsideTransaction } from './concurrent-statement.ts'
import { withConnection } from './connection.ts'
import { toMigrationError } from './database-error.ts'
import type { Holder } from './holders.ts'
import type { AppliedMigration, Migration, MigrationSet } from './migration.ts'
import type { MigrationPool, SqlClient } from './migration-pool.ts'
import { createHistory } from './migration-sql.ts'
import { defaultPatience, type Patience } from './patience.ts'
import { readHistory } from './read-history.ts'
import { takeTurn } from './take-turn.ts'

/** How long a run may wait, and who hears of its progress. */
export interface MigrateOptions extends Partial<Patience> {
  /** Hears of each file applied and of each wait. */
  readonly onProgress?: (progress: MigrationProgress) => void
}

/** What a run tells while it works: a file applied, a wait for whoever holds a lock, a file tried again. */
export type MigrationProgress =
  | { readonly kind: 'applied'; readonly migration: AppliedMigration }
  | { readonly kind: 'waiting'; readonly holders: readonly Holder[] }
  | { readonly kind: 'retrying'; readonly attempt: number; readonly error: LedgerError }

/** Where the schema is after a run, and what the run did. */
export interface MigrationResult {
  readonly schema: string
  /** The number of the last file: where the schema is now. */
  readonly version: number
  /** What this run applied. Empty when there was nothing to do, or another process did it. */
  readonly applied: readonly AppliedMigration[]
}

/**
 * Applies what is missing, one file at a time:
 *
 * | step | statement | why |
 * | --- | --- | --- |
 * | 1 | read the history, without a lock | a start that finds nothing to do costs two reads |
 * | 2 | BEGIN, settings, try the advisory lock | one process at a time; see takeTurn |
 * | 3 | read the history again | what was pending before the lock may be done by now |
 * | 4 | insert the row, run the file, record the duration | see applyInTransaction and buildConcurrently |
 * | 5 | COMMIT, then 2 again | a kill loses at most the file in hand |
 */
export async function migrate(
  set: MigrationSet,
  pool: MigrationPool,
  options: MigrateOptions = {},
): Promise<MigrationResult> {
  const { onProgress = () => undefined, ...given } = options
  const run: Run = { set, pool, patience: { ...defaultPatience, ...given }, onProgress }
  const applied: AppliedMigration[] = []

  if (await hasPending(run)) {
    for (let next = await applyNext(run); next !== undefined; next = await applyNext(run)) {
      applied.push(next)
      onProgress({ kind: 'applied', migration: next })
    }
  }
  return { schema: set.schema, version: set.migrations.length, applied }
}

interface Run {
  readonly set: MigrationSet
  readonly pool: MigrationPool
  readonly patience: Patience
  readonly onProgress: (progress: MigrationProgress) => void
}

async function hasPending({ set, pool }: Run): Promise<boolean> {
  const history = await withConnection(pool, (connection) => readHistory(connection, set.schema)).catch(
    (error) => {
      throw toMigrationError(error, set.schema)
    },
  )
  const { pending, refusal } = compareHistory(set, history)
  if (refusal) throw refusal
  return pending.length > 0
}

async function applyNext(run: Run): Promise<AppliedMigration | undefined> {
  const { set, pool, patience, onProgress } = run
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await takeTurn(
        pool,
        set.schema,
        patience,
        (trx) => applyFirstPending(run, trx),
        (holders) => onProgress({ kind: 'waiting', holders }),
      )
    } catch (error) {
      if (attempt >= patience.attempts || !isBlocked(error)) throw toMigrationError(error, set.schema)
      onProgress({ kind: 'retrying', attempt, error })
      await delay(patience.pauseMs)
    }
  }
}

async function applyFirstPending(run: Run, trx: SqlClient): Promise<AppliedMigration | undefined> {
  const { set } = run
  const history = await readHistory(trx, set.schema)
  const { pending, refusal } = compareHistory(set, history)
  if (refusal) throw refusal
  const [next] = pending
  if (next === undefined) return undefined

  if (history.length === 0) for (const statement of createHistory(set.schema)) await trx.query(statement)
  await apply(run, trx, next)
  return (await readHistory(trx, set.schema)).at(-1)
}

function apply({ set, pool, patience }: Run, trx: SqlClient, migration: Migration): Promise<void> {
  return isOutsideTransaction(migration)
    ? buildConcurrently(pool, trx, set, migration, patience)
    : applyInTransaction(pool, trx, set, migration, patience)
}

function isBlocked(error: unknown): error is LedgerError {
  return isLedgerError(error) && error.code === 'lock_timeout' && 'migration' in error.details
}
