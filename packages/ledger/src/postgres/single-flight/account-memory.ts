import type { Account } from '../../accounts/account.ts'

const shortestRest = 16

interface Memory {
  readonly account: Account
  /** How often it was found that somebody else had changed the account, since it was last confirmed. */
  readonly surprises: number
  /** For how many more batches it is not to be judged from memory. */
  readonly rest: number
}

/**
 * Accounts as the last commit of this process left them.
 *
 * Nothing here has to be true: whoever uses it has the database confirm it, and is told when it is not. That costs a
 * journey in vain, so an account that others were found to change rests for some batches, and for twice as many each
 * time. Of an account that several processes share, one batch in a thousand is tried.
 */
export class AccountMemory {
  readonly #most: number
  readonly #longestRest: number
  /** In the order in which they were last of use. */
  readonly #memories = new Map<string, Memory>()

  constructor({ most, longestRest = 1_024 }: { readonly most: number; readonly longestRest?: number }) {
    this.#most = most
    this.#longestRest = longestRest
  }

  /**
   * All of these accounts, or nothing where one of them is not remembered or rests. What is expected of some is laid over
   * what is remembered of them: it is only ever as good as the batch that is to bring it about, and never kept here.
   */
  recall(
    book: string,
    codes: Iterable<string>,
    expected: ReadonlyMap<string, Account> = nothing,
  ): readonly Account[] | undefined {
    const accounts: Account[] = []
    let isComplete = true
    for (const code of codes) {
      const name = nameOf({ book, code })
      const one = expected.get(name)
      if (one !== undefined) {
        accounts.push(one)
        continue
      }
      const memory = this.#memories.get(name)
      if (memory === undefined || memory.rest > 0) isComplete = false
      else accounts.push(memory.account)
      if (memory !== undefined && memory.rest > 0)
        this.#memories.set(name, { ...memory, rest: memory.rest - 1 })
    }
    return isComplete ? accounts : undefined
  }

  /** Takes accounts as a commit left them, after the database has confirmed what was remembered of them. */
  confirm(left: readonly Account[]): void {
    for (const account of left) this.#keep({ account, ...trusted })
  }

  /** Takes accounts as they were found, and as a commit left them. */
  learn(found: readonly Account[], left: readonly Account[]): void {
    const trust = new Map(found.map((account) => [nameOf(account), this.#trustIn(account)]))
    for (const account of left) this.#keep({ account, ...(trust.get(nameOf(account)) ?? trusted) })
  }

  #trustIn(found: Account): Omit<Memory, 'account'> {
    const memory = this.#memories.get(nameOf(found))
    if (memory === undefined) return trusted
    const { account, surprises, rest } = memory
    if (isSame(account, found)) return { surprises, rest }
    return {
      surprises: surprises + 1,
      rest: Math.min(this.#longestRest, shortestRest * 2 ** surprises),
    }
  }

  #keep(memory: Memory): void {
    const { account } = memory
    const name = nameOf(account)
    this.#memories.delete(name)
    // What its owner wrote on it may be large, and no journal is judged by it.
    this.#memories.set(name, { ...memory, account: { ...account, metadata: {} } })
    for (const oldest of this.#memories.keys()) {
      if (this.#memories.size <= this.#most) return
      this.#memories.delete(oldest)
    }
  }
}

const trusted = { surprises: 0, rest: 0 }
const nothing: ReadonlyMap<string, Account> = new Map()

/** Whether two states of an account are the same one; its definition never changes. */
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
export const nameOf = ({ book, code }: Pick<Account, 'book' | 'code'>): string => `${book}\n${code}`
