import { ConflictError, UnavailableError, type WriteOutcome } from '../errors/index.ts'
import { connectionLost, isConnectionLoss, reasonOf } from './database-error.ts'
import type { MigrationClient, MigrationPool, SqlClient } from './migration-pool.ts'
import { begin } from './migration-sql.ts'

export interface ConnectionOptions {
  /** How long to wait for a connection; for ever when it is not given. */
  readonly waitMs?: number
  /** What a lost connection leaves behind. Inside a transaction that is nothing, which is the default. */
  readonly outcome?: WriteOutcome
}

/**
 * Lends a connection to `work` and gives it back. After a failure it is closed, and PostgreSQL rolls back.
 */
export async function withConnection<T>(
  pool: MigrationPool,
  work: (connection: SqlClient) => Promise<T>,
  options: ConnectionOptions = {},
): Promise<T> {
  const client = await connect(pool, options.waitMs)
  let fault: Error | undefined
  // A connection that dies while it is lent emits `error`, which without a listener would end the process.
  const onError = (error: Error): void => {
    fault = error
  }
  client.on('error', onError)
  try {
    return await work({ query: (sql) => queryOn(client, sql, options.outcome ?? 'not_written') })
  } catch (error) {
    fault ??= new Error('The work on this connection failed.', { cause: error })
    throw error
  } finally {
    client.off('error', onError)
    client.release(fault)
  }
}

/** Runs `work` in a transaction of its own, READ COMMITTED. */
export function inTransaction<T>(pool: MigrationPool, work: (trx: SqlClient) => Promise<T>): Promise<T> {
  return withConnection(pool, async (connection) => {
    await connection.query(begin)
    const result = await work(connection)
    await commit(connection)
    return result
  })
}

async function queryOn(
  client: SqlClient,
  sql: string,
  outcome: WriteOutcome,
): ReturnType<SqlClient['query']> {
  try {
    return await client.query(sql)
  } catch (error) {
    throw isConnectionLoss(error) ? connectionLost(error, outcome) : error
  }
}

async function commit(connection: SqlClient): Promise<void> {
  const { command } = await connection.query('COMMIT').catch((error: unknown) => {
    // The server may have committed before the connection went.
    throw error instanceof UnavailableError ? connectionLost(error.cause, 'unknown') : error
  })
  // PostgreSQL answers ROLLBACK, without an error, when the transaction had already failed.
  if (command !== 'COMMIT') {
    throw new ConflictError(
      'migration_failed',
      `The transaction ended with ${command}. Nothing of it remains.`,
    )
  }
}

async function connect(pool: MigrationPool, waitMs: number | undefined): Promise<MigrationClient> {
  try {
    return await (waitMs === undefined ? pool.connect() : connectWithin(pool, waitMs))
  } catch (error) {
    const message = `No connection to the database (${reasonOf(error)}). Nothing was written.`
    throw new UnavailableError('connection_lost', message, 'not_written', {}, { cause: error })
  }
}

async function connectWithin(pool: MigrationPool, waitMs: number): Promise<MigrationClient> {
  const connecting = pool.connect()
  const { promise: deadline, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    // The pool may still hand one out later, and nobody else would give it back.
    connecting.then((late) => late.release()).catch(() => undefined)
    reject(new Error(`the pool had none to spare within ${waitMs} ms; it must allow two`))
  }, waitMs)
  return Promise.race([connecting, deadline]).finally(() => clearTimeout(timer))
}
