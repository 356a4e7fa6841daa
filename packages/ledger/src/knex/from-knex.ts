import type { SqlConnection, SqlResult } from '../postgres/sql-connection.ts'

/** What is used of a knex `Transaction`. */
export interface KnexExecutor {
  raw(sql: string): KnexRaw
}

interface KnexRaw {
  options(options: { values: unknown[] }): PromiseLike<SqlResult>
}

/**
 * The host's own open transaction, on knex.
 *
 * @example
 * ```ts
 * import type { PgLedger } from '@evenkeel/ledger'
 * import { fromKnex } from '@evenkeel/ledger/knex'
 * import type { Knex } from 'knex'
 * declare const ledger: PgLedger
 * declare const db: Knex
 *
 * await db.transaction(async (trx) => {
 *   const main = ledger.using(fromKnex(trx)).book('main')
 *   await main.accounts.get('user:1:wallet:ZAR')
 * })
 * ```
 */
export function fromKnex(trx: KnexExecutor): SqlConnection {
  return {
    transaction: trx,
    // The bindings of knex are question marks, counted by place. The values go past them to the driver, whose `$1` may
    // stand in a text more than once; a question mark of ours is then one that knex must leave alone.
    query: async (text, values) => trx.raw(text.replaceAll('?', '\\?')).options({ values: [...values] }),
  }
}
