import type { Connections } from './connections.ts'
import type { SqlConnection } from './sql-connection.ts'

/** What is used of a `pg` client: its own transaction runs on it. */
export interface PgClient {
  query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[]; command: string }>
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
export function fromPg(client: PgClient): SqlConnection {
  return { transaction: client, query: async (text, values) => client.query(text, [...values]) }
}

/** Connections of a `pg` pool, for transactions of the ledger's own. */
export function fromPgPool(pool: PgPool): Connections {
  return {
    async withConnection(work) {
      const client = await pool.connect()
      client.on?.('error', toldByTheNextStatement)
      let failure: Error | undefined
      try {
        return await work(fromPg(client))
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error))
        throw error
      } finally {
        client.removeListener?.('error', toldByTheNextStatement)
        // A connection on which something failed may be in any state; a new one costs a few milliseconds.
        client.release(failure !== undefined && mayBeBroken(failure))
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
function mayBeBroken(error: Error): boolean {
  const { code } = error as Error & { code?: unknown } // Errors of PostgreSQL carry a five-character SQLSTATE.
  const answered = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|XX)/.test(code)
  return !answered && !('family' in error && error.name !== 'UnavailableError')
}
