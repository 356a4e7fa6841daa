import { isLedgerError } from '../errors/index.ts'
import type { Connections, OpenConnection } from './connections.ts'
import { type PgConnection, PgFlight } from './pg-flight.ts'
import type { SqlConnection } from './sql-connection.ts'
import { isAnswered } from './sql-errors.ts'

/** What is used of a `pg` client: its own transaction runs on it. */
export interface PgClient {
  query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[]; command: string }>
}

/** How statements are sent over `pg`. */
export interface PgOptions {
  /**
   * Whether statements are prepared once for each connection, which spares PostgreSQL most of its work on a lone journal or
   * a question about one account. They are on the ledger's own connections unless you say no, and in transactions of the host
   * only if you say so: a plan that was made while the tables were small is kept until PostgreSQL next analyses them. Say no
   * behind a pooler that gives each transaction another connection and does not know prepared statements, such as pgbouncer
   * before 1.21 with `pool_mode = transaction`.
   */
  readonly prepare?: boolean | undefined
}

/** What is used of a `pg` pool. */
export interface PgPool {
  connect(): Promise<PooledPgClient>
}

interface PooledPgClient extends PgClient {
  release(error?: Error | boolean): void
  on?(event: 'error', listener: (error: Error) => void): unknown
  removeListener?(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * The host's own open transaction, on a `pg` client.
 *
 * @example
 * ```ts
 * import type { PgLedger } from '@evenkeel/ledger'
 * import { fromPg } from '@evenkeel/ledger/pg'
 * import type { PoolClient } from 'pg'
 * declare const ledger: PgLedger
 * declare const client: PoolClient
 *
 * await client.query('BEGIN')
 * const main = ledger.using(fromPg(client)).book('main')
 * await client.query('COMMIT')
 * ```
 */
export function fromPg(client: PgClient, { prepare = false }: PgOptions = {}): SqlConnection {
  const query: SqlConnection['query'] = async (text, values) => client.query(text, [...values])
  if (!canFly(client)) return { transaction: client, query }
  return {
    transaction: client,
    query,
    flight: (statements) => {
      const flight = new PgFlight(statements, { prepare })
      void client.query(flight)
      return flight.answered
    },
  }
}

interface FlyingClient extends PgClient {
  query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[]; command: string }>
  query(flight: PgFlight): unknown
}

/**
 * The native binding has no messages to send, and a client that was opened with `pipeline: true` takes no queries but
 * its own: with both, statements go one by one.
 */
function canFly(client: PgClient): client is FlyingClient {
  const { connection, pipeline } = client as { connection?: Partial<PgConnection>; pipeline?: unknown } // If it is pg's.
  return typeof connection?.parse === 'function' && typeof connection.sync === 'function' && pipeline !== true
}

/** Connections of a `pg` pool, for transactions of the ledger's own. */
export function fromPgPool(pool: PgPool, options: PgOptions = {}): Connections {
  const open = async (): Promise<OpenConnection> => {
    const client = await pool.connect()
    client.on?.('error', toldByTheNextStatement)
    return {
      connection: fromPg(client, { prepare: options.prepare ?? true }),
      release: (failure) => {
        client.removeListener?.('error', toldByTheNextStatement)
        // A connection on which something failed may be in any state; a new one costs a few milliseconds.
        client.release(failure !== undefined && mayBeBroken(failure))
      },
    }
  }
  return {
    open,
    async withConnection(work) {
      const { connection, release } = await open()
      let failure: unknown
      try {
        return await work(connection)
      } catch (error) {
        failure = error ?? new Error(String(error))
        throw error
      } finally {
        release(failure)
      }
    },
  }
}

/**
 * The pool listens to its idle clients only. A connection that breaks between two statements of ours would end the whole
 * process with an unheard error; the next statement on it fails and tells us anyway.
 */
function toldByTheNextStatement(): void {}

/** An error that PostgreSQL answered with leaves the connection good; anything else may have broken it. */
function mayBeBroken(failure: unknown): boolean {
  return !isAnswered(failure) && !(isLedgerError(failure) && failure.name !== 'UnavailableError')
}
