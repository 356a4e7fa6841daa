import { type SQL, sql } from 'drizzle-orm'
import type { SqlConnection, SqlResult, SqlValue } from '../postgres/sql-connection.ts'

/** What is used of a drizzle transaction, over node-postgres and over postgres-js. */
export interface DrizzleExecutor {
  execute(query: SQL): PromiseLike<DrizzleResult>
}

/** What the two drivers give back, each in its own shape: a result with rows, or the rows themselves. */
type DrizzleResult = { readonly rows: SqlResult['rows'] } | SqlResult['rows']

/**
 * The host's own open transaction, on drizzle over node-postgres or postgres-js.
 *
 * @example
 * ```ts
 * import type { PgLedger } from '@evenkeel/ledger'
 * import { fromDrizzle } from '@evenkeel/ledger/drizzle'
 * import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
 * declare const ledger: PgLedger
 * declare const db: NodePgDatabase
 *
 * await db.transaction(async (tx) => {
 *   const main = ledger.using(fromDrizzle(tx)).book('main')
 *   await main.accounts.get('user:1:wallet:ZAR')
 * })
 * ```
 */
export function fromDrizzle(tx: DrizzleExecutor): SqlConnection {
  return {
    transaction: tx,
    async query(text, values) {
      const result = await tx.execute(withParameters(text, values))
      return { rows: 'rows' in result ? result.rows : result }
    },
  }
}

/**
 * Drizzle numbers the parameters of a statement itself, one for each place where a value stands. So a value that our
 * text names twice is sent twice; each place casts it, and PostgreSQL takes both for the same.
 */
function withParameters(text: string, values: readonly SqlValue[]): SQL {
  const pieces = text.split(/\$(\d+)/)
  return sql.join(
    pieces.map((piece, index) =>
      index % 2 === 0 ? sql.raw(piece) : sql.param(values[Number(piece) - 1] ?? null),
    ),
  )
}
