import type {
  BookNeeds,
  Changes,
  Loaded,
  LoadedBook,
  Needs,
  RememberedKey,
  StoreTransaction,
} from '../engine/store.ts'
import type { Hold } from '../holds/hold.ts'
import { type Instant, latest } from '../instant.ts'
import type { BookIds } from './book-ids.ts'
import { claimAndLock, type Footing } from './claim-and-lock.ts'
import { findBooks, openBook } from './find-books.ts'
import type { Flights, Question } from './flights.ts'
import { loadExpired, loadHolds } from './load-holds.ts'
import { type LoadedJournals, loadJournals } from './load-journals.ts'
import { readInstant } from './read-instant.ts'
import { readOutcomes } from './read-outcomes.ts'
import { writeBook } from './write-changes.ts'

/**
 * One batch inside a transaction that somebody else begins and ends: the store, or the host.
 *
 * | flight | statement | why it comes here |
 * | --- | --- | --- |
 * | 0, rarely | `find-books` | a book not seen before, or one in which accounts are opened |
 * | 1 | `claim-and-lock` | a twin waits before it holds a lock; all accounts of a book at once, books by name |
 * | 1 | `load-holds`, `load-journals` | what is named is read by statements after the locks, and changes only under them |
 * | 2, rarely | `load-holds`, `read-outcomes` | holds that have expired by the instant; keys that are not new |
 * | last | `write-changes` | leaves with the COMMIT, where there is one |
 */
export class PostgresTransaction implements StoreTransaction {
  readonly letsJournalsTell = true
  readonly #flights: Flights
  readonly #known: Pick<BookIds, 'get' | 'learn'>
  #books: readonly BookAtWork[] = []
  #batch = ''

  constructor(flights: Flights, known: Pick<BookIds, 'get' | 'learn'>) {
    this.#flights = flights
    this.#known = known
  }

  async open(needs: Needs): Promise<Loaded> {
    this.#books = await this.#findBooks(needs)
    const grounds = this.#books.map((book) => ({
      ...book,
      footing: this.#flights.ask(claimAndLock(book.name, book.id, book.needs, this.#flights)),
      named: this.#askFor(loadHolds(book, book.needs.holds)),
      journals: loadJournals(this.#flights, book, book.needs),
    }))
    await this.#flights.depart()

    const footings = grounds.map(({ footing }) => footing())
    this.#batch = footings.at(-1)?.batch ?? ''
    const at = instantOf(footings) ?? (await this.#now())
    const loaded = grounds.map((book) => ({
      ...book,
      remembered: this.#askFor(rememberedOf(book)),
      expired: this.#askFor(loadExpired(book, book.footing().accounts, at)),
    }))
    await this.#flights.depart()

    const books = new Map<string, LoadedBook>([...needs.keys()].map((name) => [name, emptyBook]))
    for (const book of loaded) books.set(book.name, toLoaded(book))
    return { at, books }
  }

  /** What is written leaves with the next flight: the transaction's owner ends it, and may have more to send. */
  async write({ effects, remembered, reclaimed, released }: Changes): Promise<void> {
    // By name, like everything that may wait: a journal waits at the index of references for one with its reference.
    for (const { name, id } of this.#books) {
      const inBook = ({ book }: { readonly book: string }): boolean => book === name
      writeBook(this.#flights, id, this.#batch, {
        effects: effects.filter((effect) =>
          effect.type === 'journal-posted' ? inBook(effect.journal) : inBook(effect.account),
        ),
        remembered: remembered.filter(inBook),
        reclaimed: reclaimed.filter(inBook),
        released: released.filter(inBook),
      })
    }
  }

  async #findBooks(needs: Needs): Promise<BookAtWork[]> {
    const opening = (name: string): readonly string[] => [...(needs.get(name)?.opening ?? [])]
    const ids = new Map<string, number>()
    const names = [...needs.keys()].sort()
    const wanted = names.filter((name) => {
      const id = this.#known.get(name)
      if (id !== undefined) ids.set(name, id)
      if (opening(name).length > 0) openBook(this.#flights, name, opening(name))
      return id === undefined
    })
    if (wanted.length > 0) {
      const found = this.#flights.ask(findBooks(wanted))
      await this.#flights.depart()
      for (const [name, id] of found()) {
        ids.set(name, id)
        // One that we may have made ourselves is not committed yet.
        if (opening(name).length === 0) this.#known.learn(name, id)
      }
    }
    return names.flatMap((name) => {
      const [id, book] = [ids.get(name), needs.get(name)]
      return id === undefined || book === undefined ? [] : [{ name, id, needs: book }]
    })
  }

  #askFor<T>(question: Question<T[]> | undefined): () => T[] {
    return question === undefined ? () => [] : this.#flights.ask(question)
  }

  async #now(): Promise<Instant> {
    const now = this.#flights.ask(readInstant())
    await this.#flights.depart()
    return now()
  }
}

interface BookAtWork {
  readonly name: string
  readonly id: number
  readonly needs: BookNeeds
}

interface Grounds extends BookAtWork {
  readonly footing: () => Footing
  readonly named: () => Hold[]
  readonly journals: () => LoadedJournals
  readonly remembered: () => [key: string, memory: RememberedKey][]
  readonly expired: () => Hold[]
}

/** After the last lock, and never before the last instant of an account that we lock: the clock may have stepped back. */
function instantOf(footings: readonly Footing[]): Instant | undefined {
  return footings
    .flatMap(({ now, accounts }) => [now, ...accounts.map(({ changedAt }) => changedAt)])
    .reduce<Instant | undefined>((time, each) => (time === undefined ? each : latest(time, each)), undefined)
}

/** Nothing is asked when all keys are new. */
function rememberedOf({ name, id, needs, footing }: Omit<Grounds, 'remembered' | 'expired'>) {
  return footing().claimed === needs.claims.size ? undefined : readOutcomes(name, id, needs.claims.keys())
}

function toLoaded({ footing, named, expired, journals, remembered }: Grounds): LoadedBook {
  // One that is named and has expired was asked for twice.
  const holds = new Map([...named(), ...expired()].map((hold) => [hold.id, hold]))
  return {
    remembered: new Map(remembered()),
    accounts: footing().accounts,
    holds: [...holds.values()],
    ...journals(),
  }
}

/** What is loaded for a book of which nothing is asked. */
export const emptyBook: LoadedBook = {
  remembered: new Map(),
  accounts: [],
  holds: [],
  journals: [],
  references: new Map(),
  reversals: new Map(),
}
