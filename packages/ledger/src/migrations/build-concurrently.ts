import { ConflictError } from '../errors/index.ts'
import { type ConcurrentStatement, concurrentStatement } from './concurrent-statement.ts'
import { withConnection } from './connection.ts'
import { toMigrationError } from './database-error.ts'
import { fileName, type Migration, type MigrationSet } from './migration.ts'
import type { MigrationPool, SqlClient } from './migration-pool.ts'
import { insertRow, recordDuration } from './migration-sql.ts'
import { outwaitBuilders } from './outwait-builders.ts'
import type { Patience } from './patience.ts'

/**
 * Applies a file that cannot run in a transaction, on a second connection, while `trx` keeps the advisory
 * lock.
 *
 * The build waits for every transaction that has an older snapshot, ours included. So `trx` must hold none
 * while it is idle: READ COMMITTED lets go of a statement's snapshot when the statement ends, and runners
 * that wait for their turn ask again and again in short transactions instead of queueing in one, which would
 * never end.
 */
export async function buildConcurrently(
  pool: MigrationPool,
  trx: SqlClient,
  set: MigrationSet,
  migration: Migration,
  patience: Patience,
): Promise<void> {
  const started = performance.now()
  await withConnection(pool, (connection) => build(connection, set, migration, patience), {
    waitMs: patience.lockTimeoutMs,
    outcome: 'unknown',
  })
  await trx.query(insertRow(set, migration))
  await trx.query(recordDuration(set, migration, performance.now() - started))
}

async function build(
  connection: SqlClient,
  set: MigrationSet,
  migration: Migration,
  patience: Patience,
): Promise<void> {
  const statement = concurrentStatement(migration)
  if (statement === undefined) throw new TypeError(`${fileName(migration)} got past assertMigrationSet.`)

  try {
    if (statement.act === 'create_index') await dropUnfinished(connection, statement, patience)
    await connection.query(statement.sql)
  } catch (error) {
    throw toMigrationError(error, set.schema, migration)
  }
  // IF NOT EXISTS is also content with a table or a view of that name.
  if (statement.act === 'create_index' && (await indexState(connection, statement.index)) !== 'valid') {
    const message = `${fileName(migration)} left no valid index ${statement.index}: something else has that name.`
    throw new ConflictError('migration_failed', message, {
      schema: set.schema,
      migration: fileName(migration),
    })
  }
}

type CreateIndex = Extract<ConcurrentStatement, { act: 'create_index' }>

/**
 * A build that was killed leaves an invalid index: it costs every write and serves no read. But an invalid
 * index may also be one that is still being built, because PostgreSQL goes on when the process that asked has
 * died. So whoever is at work on the table is let finish; what is still invalid then is a ruin.
 */
async function dropUnfinished(
  connection: SqlClient,
  { index, table }: CreateIndex,
  patience: Patience,
): Promise<void> {
  if ((await indexState(connection, index)) !== 'invalid') return
  await outwaitBuilders(connection, table, patience)
  if ((await indexState(connection, index)) === 'invalid') {
    await connection.query(`DROP INDEX CONCURRENTLY ${index}`)
  }
}

async function indexState(connection: SqlClient, index: string): Promise<unknown> {
  const { rows } = await connection.query(`
SELECT CASE WHEN indisvalid THEN 'valid' ELSE 'invalid' END AS state
FROM pg_index
WHERE indexrelid = to_regclass('${index}')`)
  return Reflect.get(Object(rows[0]), 'state')
}
