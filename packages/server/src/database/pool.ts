import { Pool } from 'pg'
import type { Config } from '../config/config-schema.ts'
import type { Logger } from '../observability/logger.ts'

type PoolSettings = Pick<Config, 'databaseUrl' | 'databasePoolSize'>

/**
 * The connections of requests. Each limit ends something that would otherwise hold a connection, and with it its
 * locks, for as long as it likes; the longest a request may take is 15 s. They travel with the start of a session,
 * so PgBouncer has to be told of them (`ignore_startup_parameters`) and then sets them by role instead.
 */
export function createPool({ databaseUrl, databasePoolSize }: PoolSettings, logger: Logger): Pool {
  return watched(
    new Pool({
      connectionString: databaseUrl,
      application_name: 'evenkeel-server',
      max: databasePoolSize,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: 5_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 10_000,
    }),
    logger,
  )
}

/**
 * The connection of the readiness probe. One of its own, because a busy pool is no reason to be taken out of
 * service: the load would move to the next instance and take that out too. The probe answers after a second whatever
 * happens here; these limits give the connection up when nothing more is to be expected of it.
 */
export function createProbePool({ databaseUrl }: PoolSettings, logger: Logger): Pool {
  return watched(
    new Pool({
      connectionString: databaseUrl,
      application_name: 'evenkeel-server probe',
      max: 1,
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      statement_timeout: 2_000,
    }),
    logger,
  )
}

/**
 * The connections by which a worker looks after the queues. What it may take is longer than a request's, because
 * removing a week's finished jobs is one statement; the jobs themselves use the connections of requests.
 */
export function createQueuePool({ databaseUrl }: PoolSettings, logger: Logger): Pool {
  return watched(
    new Pool({
      connectionString: databaseUrl,
      application_name: 'evenkeel-server queues',
      max: 4,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: 60_000,
      lock_timeout: 10_000,
    }),
    logger,
  )
}

/** The connections of `migrate`: no time limits, because it sets its own for each file. */
export function createMigrationPool(databaseUrl: string, logger: Logger): Pool {
  return watched(
    new Pool({
      connectionString: databaseUrl,
      application_name: 'evenkeel-server migrate',
      max: 3,
      connectionTimeoutMillis: 10_000,
    }),
    logger,
  )
}

/**
 * A connection that breaks is replaced. One that is in use tells it to its own listeners, one that is idle to the
 * pool's as well, and where there is none the event would end the process.
 */
function watched(pool: Pool, logger: Logger): Pool {
  pool.on('connect', (client) => {
    // PostgreSQL says why it ends a session, and then the socket closes: two events of one loss.
    client.once('error', (error) => logger.warn({ err: error }, 'a database connection broke'))
    client.on('error', () => undefined)
  })
  return pool.on('error', () => undefined)
}
