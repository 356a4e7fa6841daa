import type { Account } from '../../accounts/account.ts'

const shortestRestMs = 100
const longestRestMs = 60_000

interface Memory {
  readonly account: Account
  /** How often in a row it was found that somebody else had changed the account. */
  readonly surprises: number
  /** Until when the account is not judged from memory. */
  readonly restsUntil: number
}

/**
 * Accounts as the last commit of this process left them.
 *
 * Nothing here needs to be true: whoever uses it has the database confirm it, and is told when it is not. That costs a
 * journey in vain, so an account that others were found to change rests for a while, and for twice as long each time. An
 * account that several processes share is soon left to the usual way but for one try a minute.
 */
export class AccountMemory {
  readonly #most: number
  readonly #now: () => number
  /** In the order in which they were last of use. */
  readonly #memories = new Map<string, Memory>()

  constructor({
    most,
    now = () => performance.now(),
  }: { readonly most: number; readonly now?: () => number }) {
    this.#most = most
    this.#now = now
  }

  /** All of these accounts, or nothing where one of them is not remembered or rests. */
  recall(book: string, codes: Iterable<string>): readonly Account[] | undefined {
    const accounts: Account[] = []
    for (const code of codes) {
      const memory = this.#memories.get(nameOf(book, code))
      if (memory === undefined || memory.restsUntil > this.#now()) return undefined
      accounts.push(memory.account)
    }
    return accounts
  }

  /** Takes accounts as a commit left them, after the database has confirmed what was remembered of them. */
  confirm(accounts: readonly Account[]): void {
    for (const account of accounts) this.#keep({ account, surprises: 0, restsUntil: 0 })
  }

  /** Takes accounts as they were found, and as a commit left them. */
  learn(found: readonly Account[], left: readonly Account[]): void {
    const surprises = new Map(found.map((account) => [account.code, this.#surprisesOf(account)]))
    for (const account of left) this.#keep({ account, ...(surprises.get(account.code) ?? calm) })
  }

  #surprisesOf(found: Account): Omit<Memory, 'account'> {
    const memory = this.#memories.get(nameOf(found.book, found.code))
    if (memory === undefined) return calm
    const { account, surprises, restsUntil } = memory
    if (isSame(account, found)) return { surprises, restsUntil }
    const restMs = Math.min(longestRestMs, shortestRestMs * 2 ** surprises)
    return { surprises: surprises + 1, restsUntil: this.#now() + restMs }
  }

  #keep(memory: Memory): void {
    const { account } = memory
    const name = nameOf(account.book, account.code)
    this.#memories.delete(name)
    // What its owner wrote on it may be large, and no journal is judged by it.
    this.#memories.set(name, { ...memory, account: { ...account, metadata: {} } })
    for (const oldest of this.#memories.keys()) {
      if (this.#memories.size <= this.#most) return
      this.#memories.delete(oldest)
    }
  }
}

const calm = { surprises: 0, restsUntil: 0 }

/** The definition of an account never changes. */
function isSame(one: Account, other: Account): boolean {
  return (
    one.id === other.id &&
    one.version === other.version &&
    one.posted === other.posted &&
    one.held === other.held &&
    one.status === other.status
  )
}

/** A book's name holds no line break, so no two accounts share a name. */
const nameOf = (book: string, code: string): string => `${book}\n${code}`
