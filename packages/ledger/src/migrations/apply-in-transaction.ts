import { UnavailableError } from '../errors/index.ts'
import { isLockTimeout, reasonOf, toMigrationError } from './database-error.ts'
import { describeHolders } from './holders.ts'
import { fileName, type Migration, type MigrationSet } from './migration.ts'
import type { MigrationPool, SqlClient } from './migration-pool.ts'
import { insertRow, recordDuration } from './migration-sql.ts'
import type { Patience } from './patience.ts'
import { watchBlockers } from './watch-blockers.ts'

/**
 * Records the file and runs it, in the caller's transaction. Throws naming whoever held a lock for too long.
 */
export async function applyInTransaction(
  pool: MigrationPool,
  trx: SqlClient,
  set: MigrationSet,
  migration: Migration,
  patience: Patience,
): Promise<void> {
  const watch = watchBlockers(pool, await backendPid(trx), patience.lockTimeoutMs / 3)
  try {
    await trx.query(insertRow(set, migration))
    await trx.query(migration.sql)
    await trx.query(recordDuration(set, migration))
  } catch (error) {
    if (!isLockTimeout(error)) throw toMigrationError(error, set.schema, migration)
    const blockedBy = await watch.stop()
    throw new UnavailableError(
      'lock_timeout',
      `${fileName(migration)} gave up after ${patience.lockTimeoutMs} ms without a lock it needs ` +
        `(${reasonOf(error)}), held by ${describeHolders(blockedBy)}. Nothing of it remains; run it again when they are done.`,
      'not_written',
      { schema: set.schema, migration: fileName(migration), blockedBy },
      { cause: error },
    )
  } finally {
    await watch.stop()
  }
}

async function backendPid(trx: SqlClient): Promise<number> {
  const { rows } = await trx.query('SELECT pg_backend_pid()::text AS pid')
  return Number(Reflect.get(Object(rows[0]), 'pid'))
}
