import type { Store, StoreTransaction, TransactionOptions } from '../engine/store.ts'
import type { BookIds } from './book-ids.ts'
import { Flights } from './flights.ts'
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
  readonly #books: Pick<BookIds, 'get'>

  constructor(connection: SqlConnection, books: Pick<BookIds, 'get'>) {
    this.#connection = connection
    this.#books = books
  }

  transaction<T>(work: (unit: StoreTransaction) => Promise<T>, { keep }: TransactionOptions): Promise<T> {
    return inTurn(this.#connection, () => this.#run(work, keep))
  }

  async #run<T>(work: (unit: StoreTransaction) => Promise<T>, keep: boolean): Promise<T> {
    const flights = new Flights(this.#connection)
    // What is found here may be the host's own and never be committed: nothing is learned from it.
    const unit = new PostgresTransaction(flights, { get: (name) => this.#books.get(name), learn: () => {} })
    try {
      return keep ? await kept(flights, () => work(unit)) : await this.#undone(flights, () => work(unit))
    } catch (error) {
      throw fromSqlError(error, 'not_written')
    }
  }

  /** A savepoint takes back what was done since, and heals a transaction that failed since: the host can go on. */
  async #undone<T>(flights: Flights, work: () => Promise<T>): Promise<T> {
    flights.add('SAVEPOINT evenkeel_dry_run')
    try {
      return await kept(flights, work)
    } finally {
      await this.#connection.query('ROLLBACK TO SAVEPOINT evenkeel_dry_run', [])
      await this.#connection.query('RELEASE SAVEPOINT evenkeel_dry_run', [])
    }
  }
}

/** There is no COMMIT of ours with which the writes could leave. */
async function kept<T>(flights: Flights, work: () => Promise<T>): Promise<T> {
  const result = await work()
  await flights.depart()
  return result
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
