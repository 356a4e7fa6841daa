import type { Account } from '../accounts/account.ts'
import type { Clock } from '../clock.ts'
import type { Effect } from '../engine/command.ts'
import type { Reader, StoredAccount, StoredHold } from '../engine/reader.ts'
import type {
  Changes,
  Loaded,
  LoadedBook,
  Needs,
  Store,
  StoreTransaction,
  TransactionOptions,
} from '../engine/store.ts'
import { accountsOf } from '../engine/working-book.ts'
import type { HoldId, JournalId } from '../ids.ts'
import { type Instant, latest, toInstant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import { MemoryBook } from './memory-book.ts'

/**
 * Books in memory, for tests of those who use the ledger and for ours. The rules are the engine's, so they are the
 * same as in PostgreSQL; what is missing is everything a database is for: other processes, and tomorrow.
 *
 * Transactions run one after the other, which is the strictest isolation there is.
 */
export class MemoryBooks implements Store, Reader {
  readonly #clock: Clock
  readonly #books = new Map<string, MemoryBook>()
  readonly #effects: Effect[] = []
  #last: Promise<unknown> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A book as it stands. One that nothing was written to is there all the same, and empty. */
  book(name: string): MemoryBook {
    return this.#books.get(name) ?? new MemoryBook(name)
  }

  /** Everything that happened in all books, in its order. */
  get effects(): readonly Effect[] {
    return this.#effects
  }

  /** What the next batch takes for its instant, or something later. */
  now(): Instant {
    return toInstant(this.#clock.now())
  }

  transaction<T>(work: (unit: StoreTransaction) => Promise<T>, { keep }: TransactionOptions): Promise<T> {
    const mine = this.#last.then(async () => {
      let changes: Changes | undefined
      const unit: StoreTransaction = {
        letsJournalsTell: false,
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

  async account(book: string, code: string): Promise<StoredAccount | undefined> {
    const kept = this.book(book)
    const account = kept.accounts.get(code)
    return account && { account, openHolds: kept.openHoldsOf(code), at: this.#instant([account]) }
  }

  async hold(book: string, id: HoldId): Promise<StoredHold | undefined> {
    const kept = this.book(book)
    const hold = kept.holds.get(id)
    const account = hold && kept.accounts.get(hold.account)
    return hold && account && { hold, at: this.#instant([account]) }
  }

  async reversalOf(book: string, id: JournalId): Promise<Journal | undefined> {
    const kept = this.book(book)
    const reversal = kept.reversalOf(id)
    return reversal && kept.journals.get(reversal)
  }

  async journal(book: string, id: JournalId): Promise<Journal | undefined> {
    return this.book(book).journals.get(id)
  }

  #open(needs: Needs): Loaded {
    const accounts = new Map<string, Account[]>()
    for (const [name, book] of needs) accounts.set(name, this.book(name).accountsNamedBy(book))
    const at = this.#instant([...accounts.values()].flat())

    const books = new Map<string, LoadedBook>()
    for (const [name, book] of needs)
      books.set(name, this.book(name).load(book, accounts.get(name) ?? [], at))
    return { at, books }
  }

  #keep({ effects, remembered }: Changes): void {
    for (const effect of effects) {
      const name = accountsOf(effect)[0]?.book
      if (name !== undefined) this.#bookToWrite(name).take(effect)
      this.#effects.push(effect)
    }
    for (const memory of remembered) this.#bookToWrite(memory.book).remember(memory)
  }

  /** The clock's instant, unless one of the accounts has seen a later one: a clock that steps back revives no hold. */
  #instant(accounts: readonly Account[]): Instant {
    return accounts.reduce((at, { changedAt }) => latest(at, changedAt), this.now())
  }

  #bookToWrite(name: string): MemoryBook {
    const book = this.book(name)
    this.#books.set(name, book)
    return book
  }
}
