import type { Account } from '../../accounts/account.ts'
import { LeftBehind } from '../../engine/left-behind.ts'
import type { Ahead } from '../../engine/store.ts'
import type { OpenConnection } from '../connections.ts'
import type { SqlConnection } from '../sql-connection.ts'

// Whoever else waits for a connection of the pool has its turn in between, also where the pool has only one.
const longestRow = 16

interface Next {
  go(open: OpenConnection | undefined): void
  stay(): void
}

/**
 * A batch that was judged from memory and has left in its one flight. While its answer is awaited another may be judged on
 * what it will leave, and then waits here to be sent on the same connection.
 *
 * It is sent in the tick in which the answer comes, before anybody else is told of it: whoever is told asks for more, and the
 * server would have nothing to do meanwhile. It is not handed to the driver any earlier, which would send it whatever the
 * answer was; and by then a caller may have given up, who was told that nothing is written.
 *
 * On another connection it could not be sent before the answer: its statement would see the accounts as they were.
 */
export class Departure implements Ahead {
  readonly #open: OpenConnection
  readonly #leaving: ReadonlyMap<string, Account>
  /** How many have been sent in a row on its connection, this one included. */
  readonly inRow: number
  #next: Next | undefined
  #isOver = false

  constructor(open: OpenConnection, leaving: ReadonlyMap<string, Account>, inRow: number) {
    this.#open = open
    this.#leaving = leaving
    this.inRow = inRow
  }

  get canBeFollowed(): boolean {
    return !this.#isOver && this.#next === undefined
  }

  get connection(): SqlConnection {
    return this.#open.connection
  }

  /** The accounts as this batch leaves them if it is committed, by name. */
  get leaving(): ReadonlyMap<string, Account> {
    return this.#leaving
  }

  /**
   * Runs `go` in the tick in which this batch is known to be committed. The connection is then that of whoever follows; at the
   * end of a row there is none, and another is to be asked for. What is committed is seen from all of them.
   */
  follow<T>(go: (open: OpenConnection | undefined) => Promise<T>): Promise<T> {
    if (!this.canBeFollowed) return Promise.reject(new LeftBehind())
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#next = { go: (open) => resolve(go(open)), stay: () => reject(new LeftBehind()) }
    return promise
  }

  /** To be told once COMMIT is answered. Says whether the connection has another owner from now on. */
  committed(): boolean {
    this.#isOver = true
    const isLast = this.inRow >= longestRow
    this.#next?.go(isLast ? undefined : this.#open)
    return this.#next !== undefined && !isLast
  }

  /** To be told of any other end. */
  failed(): void {
    this.#isOver = true
    this.#next?.stay()
  }
}
