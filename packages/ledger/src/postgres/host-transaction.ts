import type { Store, StoreTransaction, TransactionOptions } from '../engine/store.ts'
import { PostgresTransaction } from './postgres-transaction.ts'
import type { SqlConnection } from './sql-connection.ts'
import { fromSqlError } from './sql-errors.ts'

/**
 * The store inside a transaction that the host has begun and will end. Nothing here commits or rolls back: what was
 * posted is there if and only if the host commits, and a rejection, decided before anything is written, leaves the host's
 * transaction as it was. An error of PostgreSQL itself spoils the host's transaction, as any of its own would.
 */
export class HostTransaction implements Store {
  readonly #connection: SqlConnection
  #last: Promise<unknown> = Promise.resolve()

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  transaction<T>(work: (unit: StoreTransaction) => Promise<T>, { keep }: TransactionOptions): Promise<T> {
    // One connection does one thing at a time; calls that the host did not await wait here, not in the driver.
    const mine = this.#last.then(() => this.#run(work, keep))
    this.#last = mine.catch(() => {})
    return mine
  }

  async #run<T>(work: (unit: StoreTransaction) => Promise<T>, keep: boolean): Promise<T> {
    try {
      if (keep) return await work(new PostgresTransaction(this.#connection))
      await this.#connection.query('SAVEPOINT evenkeel_dry_run', [])
      const result = await work(new PostgresTransaction(this.#connection))
      await this.#connection.query('ROLLBACK TO SAVEPOINT evenkeel_dry_run', [])
      return result
    } catch (error) {
      throw fromSqlError(error, 'not_written')
    }
  }
}
