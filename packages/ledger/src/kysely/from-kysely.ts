import { CompiledQuery } from 'kysely'
import type { SqlConnection } from '../postgres/sql-connection.ts'

/** What is used of a kysely `Transaction`, whichever installed copy of kysely made it. */
export interface KyselyExecutor {
  executeQuery<Row>(query: CompiledQuery<Row>): Promise<{ readonly rows: Row[] }>
}

/**
 * The host's own open transaction, on kysely.
 *
 * @example
 * ```ts
 * import type { PgLedger } from '@evenkeel/ledger'
 * import { fromKysely } from '@evenkeel/ledger/kysely'
 * import type { Kysely } from 'kysely'
 * declare const ledger: PgLedger
 * declare const db: Kysely<unknown>
 *
 * await db.transaction().execute(async (trx) => {
 *   const main = ledger.using(fromKysely(trx)).book('main')
 *   await main.accounts.get('user:1:wallet:ZAR')
 * })
 * ```
 */
export function fromKysely(trx: KyselyExecutor): SqlConnection {
  return {
    transaction: trx,
    async query(text, values) {
      const { rows } = await trx.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(text, [...values]) as CompiledQuery<Record<string, unknown>>, // Every row is a record.
      )
      return { rows }
    },
  }
}
