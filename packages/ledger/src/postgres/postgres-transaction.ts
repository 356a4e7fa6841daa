import type { Account } from '../accounts/account.ts'
import type { BookNeeds, Changes, Loaded, LoadedBook, Needs, StoreTransaction } from '../engine/store.ts'
import { type Instant, latest } from '../instant.ts'
import { claimKeys } from './claim-keys.ts'
import { findBooks, openBook } from './find-books.ts'
import { loadHolds } from './load-holds.ts'
import { loadJournals } from './load-journals.ts'
import { lockAccounts } from './lock-accounts.ts'
import { readInstant } from './read-instant.ts'
import type { SqlConnection } from './sql-connection.ts'
import { writeBook } from './write-changes.ts'

/**
 * One batch inside a transaction that somebody else begins and ends: the store, or the host.
 *
 * | step | statement | why it comes here |
 * | --- | --- | --- |
 * | claim | `claim-keys` | a twin waits before it holds a lock |
 * | lock | `lock-accounts` | all accounts of a book at once, by id; books by name |
 * | instant | `read-instant` | a statement of its own, after the locks |
 * | load | `load-holds`, `load-journals` | what is read now changes only under locks that we hold |
 * | write | `write-changes` | set-based: one statement a table |
 */
export class PostgresTransaction implements StoreTransaction {
  readonly #connection: SqlConnection
  #books = new Map<string, number>()
  #batch = ''

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  async open(needs: Needs): Promise<Loaded> {
    const names = [...needs.keys()].sort()
    await this.#findBooks(names, needs)
    const claimed = new Map<string, LoadedBook['remembered']>()
    const locked = new Map<string, readonly Account[]>()
    for (const [name, id, book] of this.#found(names, needs)) {
      claimed.set(name, await claimKeys(this.#connection, id, book.claims))
    }
    for (const [name, id, book] of this.#found(names, needs)) {
      locked.set(name, await lockAccounts(this.#connection, name, id, book))
    }

    const { now, batch } = await readInstant(this.#connection)
    this.#batch = batch
    const at = [...locked.values()].flat().reduce((time, { changedAt }) => latest(time, changedAt), now)

    const books = new Map<string, LoadedBook>(names.map((name) => [name, emptyBook]))
    for (const [name, id, book] of this.#found(names, needs)) {
      const accounts = locked.get(name) ?? []
      books.set(name, {
        remembered: claimed.get(name) ?? new Map(),
        accounts,
        ...(await this.#load(name, id, book, accounts, at)),
      })
    }
    return { at, books }
  }

  async write({ effects, remembered, reclaimed, released }: Changes): Promise<void> {
    // By name, like everything that may wait: a journal waits at the index of references for one with its reference.
    for (const [name, id] of [...this.#books].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const inBook = ({ book }: { readonly book: string }): boolean => book === name
      await writeBook(this.#connection, id, this.#batch, {
        effects: effects.filter((effect) =>
          effect.type === 'journal-posted' ? inBook(effect.journal) : inBook(effect.account),
        ),
        remembered: remembered.filter(inBook),
        reclaimed: reclaimed.filter(inBook),
        released: released.filter(inBook),
      })
    }
  }

  async #findBooks(names: readonly string[], needs: Needs): Promise<void> {
    this.#books = await findBooks(this.#connection, names)
    for (const name of names) {
      const opening = needs.get(name)?.opening ?? new Set()
      if (opening.size > 0) this.#books.set(name, await openBook(this.#connection, name, [...opening]))
    }
  }

  #found(names: readonly string[], needs: Needs): [name: string, id: number, needs: BookNeeds][] {
    return names.flatMap((name) => {
      const id = this.#books.get(name)
      const book = needs.get(name)
      return id === undefined || book === undefined ? [] : [[name, id, book]]
    })
  }

  async #load(
    name: string,
    id: number,
    needs: BookNeeds,
    accounts: readonly Account[],
    at: Instant,
  ): Promise<Pick<LoadedBook, 'holds' | 'journals' | 'references' | 'reversals'>> {
    return {
      holds: await loadHolds(this.#connection, name, id, needs.holds, accounts, at),
      ...(await loadJournals(this.#connection, name, id, needs)),
    }
  }
}

const emptyBook: LoadedBook = {
  remembered: new Map(),
  accounts: [],
  holds: [],
  journals: [],
  references: new Map(),
  reversals: new Map(),
}
