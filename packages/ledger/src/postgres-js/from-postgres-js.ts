import type { SqlConnection, SqlResult, SqlValue } from '../postgres/sql-connection.ts'

/** What is used of the `sql` that postgres.js hands to the function inside `sql.begin`. */
export interface PostgresJsExecutor {
  unsafe(query: string, parameters: SqlValue[]): PromiseLike<SqlResult['rows']>
}

/**
 * The host's own open transaction, on postgres.js. Take the `sql` that `begin` gives: the outer one is a pool, and each of
 * its statements may run on another connection.
 *
 * @example
 * ```ts
 * import type { PgLedger } from '@evenkeel/ledger'
 * import { fromPostgresJs } from '@evenkeel/ledger/postgres-js'
 * import type { Sql } from 'postgres'
 * declare const ledger: PgLedger
 * declare const sql: Sql
 *
 * await sql.begin(async (trx) => {
 *   const main = ledger.using(fromPostgresJs(trx)).book('main')
 *   await main.accounts.get('user:1:wallet:ZAR')
 * })
 * ```
 */
export function fromPostgresJs(trx: PostgresJsExecutor): SqlConnection {
  // Unsafe is its word for a statement given as text. The values go as parameters.
  return {
    transaction: trx,
    query: async (text, values) => ({ rows: await trx.unsafe(text, [...values]) }),
  }
}
