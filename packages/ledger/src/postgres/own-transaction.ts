import type { Account } from '../accounts/account.ts'
import { LeftBehind } from '../engine/left-behind.ts'
import type { BookNeeds, Changes, Loaded, Needs, StoreTransaction } from '../engine/store.ts'
import { undated } from '../engine/undated.ts'
import { accountsOf } from '../engine/working-book.ts'
import type { Instant } from '../instant.ts'
import type { BookIds } from './book-ids.ts'
import type { Flights } from './flights.ts'
import { emptyBook, PostgresTransaction } from './postgres-transaction.ts'
import { releaseKeys } from './release-keys.ts'
import type { AccountMemory } from './single-flight/account-memory.ts'
import { confirmAndWrite } from './single-flight/confirm-and-write.ts'
import { Unconfirmed } from './single-flight/unconfirmed.ts'
import { writeSteps } from './write-steps.ts'

/** What a batch of one book is judged on when nothing is asked for it. */
interface Recalled {
  readonly bookId: number
  readonly needs: BookNeeds
  readonly accounts: readonly Account[]
}

/** What a transaction may be judged on. */
export interface Grounds {
  readonly books: BookIds
  readonly memory: AccountMemory
  readonly mayRecall: boolean
  /** What the batch ahead, which is one of the same book, will leave, by code, where there is one. */
  readonly expected?: ReadonlyMap<string, Account> | undefined
}

/**
 * One batch in a transaction of our own. If this process remembers all of its accounts, it is judged on that, and
 * everything leaves in one flight: BEGIN, what confirms and writes, COMMIT. Any other batch is loaded first; one that was to
 * follow another is left behind instead, for what it needs is locked by the one ahead.
 */
export class OwnTransaction implements StoreTransaction {
  readonly letsJournalsTell = true
  readonly #flights: Flights
  readonly #books: BookIds
  readonly #memory: AccountMemory
  readonly #mayRecall: boolean
  readonly #expected: Grounds['expected']
  readonly #loading: PostgresTransaction
  #recalled: Recalled | undefined
  #found: readonly Account[] = []
  #left: ReadonlyMap<string, Account> = new Map()
  #at: () => Instant | undefined = () => undefined

  constructor(flights: Flights, { books, memory, mayRecall, expected }: Grounds) {
    this.#flights = flights
    this.#books = books
    this.#memory = memory
    this.#mayRecall = mayRecall && flights.carryBytes
    this.#expected = expected
    this.#loading = new PostgresTransaction(flights, books)
  }

  async open(needs: Needs): Promise<Loaded> {
    this.#recalled = this.#mayRecall ? this.#recall(needs) : undefined
    if (this.#recalled !== undefined) {
      this.#found = this.#recalled.accounts
      const books = [...needs.keys()].map((name) => [name, { ...emptyBook, accounts: this.#found }] as const)
      return { at: undated, books: new Map(books) }
    }
    if (this.#expected !== undefined) throw new LeftBehind()
    const loaded = await this.#loading.open(needs)
    this.#found = [...loaded.books.values()].flatMap(({ accounts }) => accounts)
    return loaded
  }

  async write(changes: Changes): Promise<void> {
    if (this.#recalled === undefined) {
      this.#left = after(this.#found, changes, ({ id }) => id)
      return this.#loading.write(changes)
    }
    this.#left = after(this.#found, changes, ({ code }) => code)
    const { bookId, needs, accounts } = this.#recalled
    if (trustsReferences(needs.references, changes)) throw new Unconfirmed()
    this.#at = this.#flights.ask(confirmAndWrite({ bookId, claims: needs.claims, accounts, changes }))
    const { remembered, released } = changes
    writeSteps(this.#flights, bookId, null, { ...noSteps, remembered })
    releaseKeys(this.#flights, bookId, released)
  }

  writtenAt(): Instant | undefined {
    return this.#at()
  }

  /** The accounts as they will be if all goes well, by code; nothing where the batch was loaded. */
  get leaving(): ReadonlyMap<string, Account> | undefined {
    return this.#recalled === undefined ? undefined : this.#left
  }

  /** To be told once COMMIT is answered, and never before. */
  remember(): void {
    if (this.#recalled === undefined) this.#memory.learn(this.#found, this.#left.values())
    else this.#memory.confirm(this.#left.values())
  }

  /**
   * What the batch can be judged on, if that is accounts alone and the database has nothing else to tell. A hold may have
   * expired by an instant that is not known yet. A reference is taken for free: if it is not, its index tells, and nothing is
   * written. What was accepted with one and is not written after all, no index is asked about.
   */
  #recall(needs: Needs): Recalled | undefined {
    const [first, ...others] = needs
    if (first === undefined || others.length > 0) return undefined
    const [book, its] = first
    const bookId = this.#books.get(book)
    const isPosting = [...its.claims.values()].every(({ journal }) => journal !== null)
    if (bookId === undefined || !isPosting || its.opening.size + its.holds.size + its.journals.size > 0)
      return undefined
    const accounts = this.#memory.recall(book, its.accounts, this.#expected)
    const isSimple = accounts?.every(({ status, held }) => status === 'open' && held === 0n)
    return accounts !== undefined && isSimple === true ? { bookId, needs: its, accounts } : undefined
  }
}

/** Accounts as they are once the changes are written. Those of several books may have the same code, and no two the same id. */
function after(
  found: readonly Account[],
  { effects }: Changes,
  nameOf: (account: Account) => string,
): ReadonlyMap<string, Account> {
  const left = new Map<string, Account>()
  for (const account of found) left.set(nameOf(account), account)
  for (const effect of effects) for (const account of accountsOf(effect)) left.set(nameOf(account), account)
  return left
}

/**
 * Whether a command was accepted with its reference and then given up, as the innocent members of an atomic batch that failed
 * are: it may have been the one to blame.
 */
function trustsReferences(references: ReadonlySet<string>, { effects, released }: Changes): boolean {
  if (references.size === 0 || released.length === 0) return false
  const written = new Set(
    effects.map((effect) => effect.type === 'journal-posted' && effect.journal.reference),
  )
  return [...references].some((reference) => !written.has(reference))
}

const noSteps = { accounts: [], journals: [], events: [], accountIds: new Map() }
