import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandGroup } from '../engine/decide-batch.ts'
import { LeftBehind } from '../engine/left-behind.ts'
import { needsOf } from '../engine/needs.ts'
import type { Store, StoreTransaction, TransactionOptions } from '../engine/store.ts'
import { Attempts, type Means } from './attempts.ts'
import type { Connections } from './connections.ts'
import { findLocked } from './find-locked.ts'
import { readSqlError } from './read-sql-error.ts'
import { Unconfirmed } from './single-flight/unconfirmed.ts'
import { fromSqlError, isTransient } from './sql-errors.ts'

// Under SERIALIZABLE a hundred callers of one account lose to each other many times before the last has had its turn;
// ten attempts were too few for them. All of these together take half a minute at most.
const mostAttempts = 150
const longestPauseMs = 200

/** Raised by `ledger.refuse_missing_rows`: an account is not what was remembered, or a key is not new. Nothing was written. */
const missingRows = 'EK007'

const isMisremembered = (error: unknown): boolean =>
  error instanceof Unconfirmed || readSqlError(error).code === missingRows

/**
 * The store in transactions of its own.
 *
 * READ COMMITTED with ordered row locks needs no retry in the normal run of things and is right because every
 * statement after the locks sees fresh rows. SERIALIZABLE is right as well, and is retried when PostgreSQL asks for it.
 */
export class OwnTransactions implements Store {
  readonly #connections: Connections
  readonly #attempts: Attempts

  constructor(means: Means) {
    this.#connections = means.connections
    this.#attempts = new Attempts(means)
  }

  async transaction<T>(
    work: (unit: StoreTransaction) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      // What is only tried is loaded, and so is what was remembered wrongly the first time.
      const mayRecall = options.keep && attempt === 1
      try {
        const ahead = options.way?.behind
        return attempt === 1 && ahead !== undefined
          ? await this.#attempts.follow(ahead, work, options)
          : await this.#attempts.lead(work, options, mayRecall)
      } catch (error) {
        if (error instanceof LeftBehind) throw error
        if (mayRecall && isMisremembered(error)) continue
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
}
