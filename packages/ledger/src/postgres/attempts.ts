import { LeftBehind } from '../engine/left-behind.ts'
import type { Ahead, StoreTransaction, TransactionOptions } from '../engine/store.ts'
import { begin, type Isolation } from './begin.ts'
import type { BookIds } from './book-ids.ts'
import { commit, undo } from './commit.ts'
import type { Connections, OpenConnection } from './connections.ts'
import { Flights } from './flights.ts'
import { type Grounds, OwnTransaction } from './own-transaction.ts'
import type { AccountMemory } from './single-flight/account-memory.ts'
import { Departure } from './single-flight/departure.ts'
import type { SqlConnection } from './sql-connection.ts'

/** What every attempt is made with. */
export interface Means {
  readonly connections: Connections
  readonly isolation: Isolation
  readonly books: BookIds
  readonly memory: AccountMemory
}

/** Single attempts at a transaction of our own, from BEGIN to COMMIT: at the head of a row, or right behind another. */
export class Attempts {
  readonly #means: Means

  constructor(means: Means) {
    this.#means = means
  }

  /** On a connection of its own. */
  async lead<T>(
    work: (unit: StoreTransaction) => Promise<T>,
    options: TransactionOptions,
    mayRecall: boolean,
  ): Promise<T> {
    const open = await this.#means.connections.open()
    const begun = this.#begin(open.connection, options, { mayRecall })
    const judging = work(begun.unit)
    await end({ open, inRow: 1, ...begun }, options, judging)
    return judging
  }

  /** Judges the work while the batch ahead is on its way, and sends it when that one is committed. */
  async follow<T>(
    ahead: Ahead,
    work: (unit: StoreTransaction) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    if (!(ahead instanceof Departure)) throw new LeftBehind()
    const begun = this.#begin(ahead.connection, options, { mayRecall: true, expected: ahead.leaving })
    const result = await work(begun.unit)
    return ahead.follow(async (handedOn) => {
      const open = handedOn ?? (await this.#means.connections.open())
      begun.flights.moveTo(open.connection)
      if (options.way?.mayLeave() !== true) {
        open.release()
        throw new LeftBehind()
      }
      await end({ open, inRow: handedOn === undefined ? 1 : ahead.inRow + 1, ...begun }, options)
      return result
    })
  }

  #begin(
    connection: SqlConnection,
    { patienceMs }: TransactionOptions,
    grounds: Pick<Grounds, 'mayRecall' | 'expected'>,
  ): Begun {
    const { isolation, books, memory } = this.#means
    const flights = new Flights(connection)
    begin(flights, { isolation, patienceMs })
    return { flights, unit: new OwnTransaction(flights, { books, memory, ...grounds }) }
  }
}

interface Begun {
  readonly flights: Flights
  readonly unit: OwnTransaction
}

/** Ends what was begun, on a connection that is its own until then, or until the batch behind it takes it over. */
async function end(
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
    if (!isHandedOn && flights.hasDeparted) await open.connection.query('ROLLBACK', []).catch(() => {})
    throw error
  } finally {
    if (!isHandedOn) open.release(failure)
  }
}
