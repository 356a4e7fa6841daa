import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandGroup } from '../engine/decide-batch.ts'
import { LeftBehind } from '../engine/left-behind.ts'
import { needsOf } from '../engine/needs.ts'
import type { Ahead, Store, StoreTransaction, TransactionOptions } from '../engine/store.ts'
import type { BookIds } from './book-ids.ts'
import { commit, undo } from './commit.ts'
import type { Connections, OpenConnection } from './connections.ts'
import { findLocked } from './find-locked.ts'
import { Flights } from './flights.ts'
import { type Grounds, OwnTransaction } from './own-transaction.ts'
import { readSqlError } from './read-sql-error.ts'
import type { AccountMemory } from './single-flight/account-memory.ts'
import { Departure } from './single-flight/departure.ts'
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
  readonly #beginning: string
  readonly #books: BookIds
  readonly #memory: AccountMemory

  constructor(connections: Connections, isolation: Isolation, books: BookIds, memory: AccountMemory) {
    this.#connections = connections
    this.#books = books
    this.#memory = memory
    this.#beginning =
      isolation === 'serializable'
        ? 'BEGIN ISOLATION LEVEL SERIALIZABLE'
        : 'BEGIN ISOLATION LEVEL READ COMMITTED'
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
          ? await this.#follow(ahead, work, options)
          : await this.#lead(work, options, mayRecall)
      } catch (error) {
        if (error instanceof LeftBehind) throw error
        if (mayRecall && readSqlError(error).code === missingRows) continue
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

  async #lead<T>(
    work: (unit: StoreTransaction) => Promise<T>,
    options: TransactionOptions,
    mayRecall: boolean,
  ): Promise<T> {
    const open = await this.#connections.open()
    const begun = this.#begin(open.connection, options, { mayRecall })
    const judging = work(begun.unit)
    await this.#end({ open, inRow: 1, ...begun }, options, judging)
    return judging
  }

  /** Judges the work while the batch ahead is on its way, and sends it when that one is committed. */
  async #follow<T>(
    ahead: Ahead,
    work: (unit: StoreTransaction) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    if (!(ahead instanceof Departure)) throw new LeftBehind()
    const begun = this.#begin(ahead.connection, options, { mayRecall: true, expected: ahead.leaving })
    const result = await work(begun.unit)
    return ahead.follow(async (handedOn) => {
      const open = handedOn ?? (await this.#connections.open())
      begun.flights.moveTo(open.connection)
      if (options.way?.mayLeave() !== true) {
        open.release()
        throw new LeftBehind()
      }
      await this.#end({ open, inRow: handedOn === undefined ? 1 : ahead.inRow + 1, ...begun }, options)
      return result
    })
  }

  /** Nothing is sent yet: BEGIN leaves with the first flight of the work. */
  #begin(
    connection: SqlConnection,
    { patienceMs }: TransactionOptions,
    grounds: Pick<Grounds, 'mayRecall' | 'expected'>,
  ): Begun {
    const flights = new Flights(connection)
    flights.add(this.#beginning)
    flights.add(setUp, [patienceMs === undefined ? null : `${patienceMs}ms`])
    return {
      flights,
      unit: new OwnTransaction(flights, { books: this.#books, memory: this.#memory, ...grounds }),
    }
  }

  /** Ends what was begun, on a connection that is its own until then, or until the batch behind it takes it over. */
  async #end(
    { open, inRow, flights, unit }: Begun & { readonly open: OpenConnection; readonly inRow: number },
    { keep, way }: TransactionOptions,
    judging?: Promise<unknown>,
  ): Promise<void> {
    let departure: Departure | undefined
    let isHandedOn = false
    let failure: unknown
    try {
      // Whoever was judged before is sent without a pause, while nothing else is done.
      if (judging !== undefined) await judging
      if (!keep) await undo(flights)
      else {
        // The last writes leave with COMMIT.
        const answering = commit(flights)
        if (way !== undefined && unit.leaving !== undefined) {
          departure = new Departure(open, unit.leaving, inRow)
          way.onDeparted(departure)
        }
        await answering
        isHandedOn = departure?.committed() ?? false
        unit.remember()
      }
    } catch (error) {
      failure = error
      departure?.failed()
      // What cannot be rolled back is a connection that is gone, and with it the transaction.
      if (!isHandedOn) await open.connection.query('ROLLBACK', []).catch(() => {})
      throw error
    } finally {
      if (!isHandedOn) open.release(failure)
    }
  }
}

interface Begun {
  readonly flights: Flights
  readonly unit: OwnTransaction
}

/** Raised by `ledger.refuse_missing_rows`: an account is not what was remembered, or a key is not new. Nothing was written. */
const missingRows = 'EK007'

// All end with the transaction: a pooled connection keeps nothing of us. A statement that is prepared while its tables are
// empty may keep the plan of that day, and on one page of rows a sequential scan is the cheapest there is. Its plan is right
// for any number of rows: without the last setting small batches would be planned anew each time, which took a fifth of a lone
// journal's server time, because PostgreSQL takes an array of unknown length for one of ten.
const setUp = `
SELECT
  set_config('lock_timeout', coalesce($1::text, current_setting('lock_timeout')), true),
  set_config('enable_seqscan', 'off', true),
  set_config('plan_cache_mode', 'force_generic_plan', true)`
