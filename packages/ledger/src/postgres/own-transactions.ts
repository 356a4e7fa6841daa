import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandGroup } from '../engine/decide-batch.ts'
import { needsOf } from '../engine/needs.ts'
import type { Store, StoreTransaction, TransactionOptions } from '../engine/store.ts'
import { UnavailableError } from '../errors/index.ts'
import type { Connections } from './connections.ts'
import { findLocked } from './find-locked.ts'
import { PostgresTransaction } from './postgres-transaction.ts'
import type { SqlConnection } from './sql-connection.ts'
import { fromSqlError, isTransient } from './sql-errors.ts'

export type Isolation = 'read committed' | 'serializable'

// Under SERIALIZABLE a hundred callers of one account lose to each other many times before the last has had its turn;
// ten attempts were too few for them. All of these together take half a minute at most.
const mostAttempts = 150
const longestPauseMs = 200

/**
 * The store in transactions of its own.
 *
 * READ COMMITTED with ordered row locks needs no retry in the normal run of things and is right because every
 * statement after the locks sees fresh rows. SERIALIZABLE is right as well, and is retried when PostgreSQL asks for it.
 */
export class OwnTransactions implements Store {
  readonly #connections: Connections
  readonly #begin: string

  constructor(connections: Connections, isolation: Isolation) {
    this.#connections = connections
    this.#begin =
      isolation === 'serializable'
        ? 'BEGIN ISOLATION LEVEL SERIALIZABLE'
        : 'BEGIN ISOLATION LEVEL READ COMMITTED'
  }

  async transaction<T>(
    work: (unit: StoreTransaction) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#connections.withConnection((connection) =>
          this.#attempt(connection, work, options),
        )
      } catch (error) {
        if (attempt === mostAttempts || !isTransient(error)) throw fromSqlError(error, 'not_written')
      }
      // Whoever was in the way is given a moment, and two losers do not meet again at once.
      await sleep(Math.random() * Math.min(longestPauseMs, 2 ** attempt))
    }
  }

  /** What others keep locked of all that these commands need, at this moment. */
  lockedNames(groups: readonly CommandGroup[]): Promise<ReadonlySet<string>> {
    return this.#connections.withConnection(async (connection) => {
      await connection.query('BEGIN', [])
      try {
        return await findLocked(connection, needsOf(groups.flat()))
      } finally {
        await connection.query('ROLLBACK', []).catch(() => {})
      }
    })
  }

  async #attempt<T>(
    connection: SqlConnection,
    work: (unit: StoreTransaction) => Promise<T>,
    { keep, patienceMs }: TransactionOptions,
  ): Promise<T> {
    await connection.query(this.#begin, [])
    if (patienceMs !== undefined) await connection.query(setPatience, [`${patienceMs}ms`])
    let result: T
    try {
      result = await work(new PostgresTransaction(connection))
    } catch (error) {
      // What cannot be rolled back is a connection that is gone, and with it the transaction.
      await connection.query('ROLLBACK', []).catch(() => {})
      throw error
    }
    await (keep ? commit(connection) : connection.query('ROLLBACK', []))
    return result
  }
}

// Ends with the transaction: a pooled connection keeps nothing of us.
const setPatience = `SELECT set_config('lock_timeout', $1::text, true)`

/** From the moment COMMIT is sent until it is answered nobody knows whether it happened. */
async function commit(connection: SqlConnection): Promise<void> {
  let command: string | undefined
  try {
    command = (await connection.query('COMMIT', [])).command
  } catch (error) {
    // A serialization failure at COMMIT is an answer: nothing was written.
    throw isTransient(error) ? error : fromSqlError(error, 'unknown')
  }
  if (command === undefined || command === 'COMMIT') return
  throw new UnavailableError('connection_lost', 'The transaction was rolled back at COMMIT.', 'not_written', {
    command,
  })
}
