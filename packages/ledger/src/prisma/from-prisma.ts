import type { SqlConnection, SqlResult, SqlValue } from '../postgres/sql-connection.ts'

/** What is used of the client that prisma hands to an interactive transaction. */
export interface PrismaExecutor {
  $queryRawUnsafe<Rows>(query: string, ...values: SqlValue[]): PromiseLike<Rows>
}

/**
 * The host's own open transaction, on prisma: an interactive one, `prisma.$transaction(async (tx) => ...)`. Give `tx`, not
 * the client itself, each of whose statements may run on another connection.
 *
 * @example
 * ```ts
 * import type { PgLedger } from '@evenkeel/ledger'
 * import { fromPrisma, type PrismaExecutor } from '@evenkeel/ledger/prisma'
 * declare const ledger: PgLedger
 * declare const prisma: { $transaction(work: (tx: PrismaExecutor) => Promise<void>): Promise<void> }
 *
 * await prisma.$transaction(async (tx) => {
 *   const main = ledger.using(fromPrisma(tx)).book('main')
 *   await main.accounts.get('user:1:wallet:ZAR')
 * })
 * ```
 */
export function fromPrisma(tx: PrismaExecutor): SqlConnection {
  // Unsafe is its word for a statement given as text. The values go as parameters.
  return {
    transaction: tx,
    query: async (text, values) => ({
      rows: await tx.$queryRawUnsafe<SqlResult['rows']>(text, ...values),
    }),
  }
}
