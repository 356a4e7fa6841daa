import type { Store, StoreTransaction, TransactionOptions } from '../engine/store.ts'
import { inTurn } from './in-turn.ts'
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

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  transaction<T>(work: (unit: StoreTransaction) => Promise<T>, { keep }: TransactionOptions): Promise<T> {
    return inTurn(this.#connection, () => this.#run(work, keep))
  }

  async #run<T>(work: (unit: StoreTransaction) => Promise<T>, keep: boolean): Promise<T> {
    try {
      const unit = new PostgresTransaction(this.#connection)
      return await (keep ? work(unit) : this.#undone(() => work(unit)))
    } catch (error) {
      throw fromSqlError(error, 'not_written')
    }
  }

  /** A savepoint takes back what was done since, and heals a transaction that failed since: the host can go on. */
  async #undone<T>(work: () => Promise<T>): Promise<T> {
    await this.#connection.query('SAVEPOINT evenkeel_dry_run', [])
    try {
      return await work()
    } finally {
      await this.#connection.query('ROLLBACK TO SAVEPOINT evenkeel_dry_run', [])
      await this.#connection.query('RELEASE SAVEPOINT evenkeel_dry_run', [])
    }
  }
}

/** Reads through the host's transaction, which see what was posted in it. */
export function hostReads(connection: SqlConnection): SqlConnection {
  return {
    query: (text, values) =>
      inTurn(connection, async () => {
        try {
          return await connection.query(text, values)
        } catch (error) {
          throw fromSqlError(error, 'not_written')
        }
      }),
  }
}
