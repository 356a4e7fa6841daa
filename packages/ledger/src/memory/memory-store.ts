import type { Account } from '../accounts/account.ts'
import type { Clock } from '../clock.ts'
import type { Changes, Loaded, LoadedBook, Needs, Store, StoreTransaction } from '../engine/store.ts'
import { accountsOf } from '../engine/working-book.ts'
import { toInstant } from '../instant.ts'
import { instantFor, MemoryBook } from './memory-book.ts'

/**
 * Books in memory, for tests of those who use the ledger and for ours. The rules are the engine's, so they are the
 * same as in PostgreSQL; what is missing is everything a database is for: other processes, and tomorrow.
 *
 * Transactions run one after the other, which is the strictest isolation there is.
 */
export class MemoryStore implements Store {
  readonly #clock: Clock
  readonly #books = new Map<string, MemoryBook>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A book as it stands. One that nothing was written to is there all the same, and empty. */
  book(name: string): MemoryBook {
    return this.#books.get(name) ?? new MemoryBook(name)
  }

  transaction<T>(
    work: (unit: StoreTransaction) => Promise<T>,
    { keep }: { readonly keep: boolean },
  ): Promise<T> {
    const mine = this.#last.then(async () => {
      let changes: Changes | undefined
      const unit: StoreTransaction = {
        open: async (needs) => this.#open(needs),
        write: async (decided) => {
          changes = decided
        },
      }
      const result = await work(unit)
      if (keep && changes !== undefined) this.#keep(changes)
      return result
    })
    // The next transaction waits for this one whether or not it succeeds.
    this.#last = mine.catch(() => {})
    return mine
  }

  #open(needs: Needs): Loaded {
    const accounts = new Map<string, Account[]>()
    for (const [name, book] of needs) accounts.set(name, this.book(name).accountsNamedBy(book))
    const at = instantFor(toInstant(this.#clock.now()), [...accounts.values()].flat())

    const books = new Map<string, LoadedBook>()
    for (const [name, book] of needs)
      books.set(name, this.book(name).load(book, accounts.get(name) ?? [], at))
    return { at, books }
  }

  #keep({ effects, remembered }: Changes): void {
    for (const effect of effects) {
      const name = accountsOf(effect)[0]?.book
      if (name !== undefined) this.#bookToWrite(name).take(effect)
    }
    for (const memory of remembered) this.#bookToWrite(memory.book).remember(memory)
  }

  #bookToWrite(name: string): MemoryBook {
    const book = this.book(name)
    this.#books.set(name, book)
    return book
  }
}
