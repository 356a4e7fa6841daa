import type { Account } from '../../accounts/account.ts'
import { undated } from '../../engine/undated.ts'
import { TwoGenerations } from './two-generations.ts'

const shortestRest = 16

interface Memory extends Trust {
  readonly account: Account
}

interface Trust {
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
  readonly #longestRest: number
  readonly #memories: TwoGenerations<Memory>

  constructor({ least, longestRest = 1_024 }: { readonly least: number; readonly longestRest?: number }) {
    this.#memories = new TwoGenerations(least)
    this.#longestRest = longestRest
  }

  /**
   * All of these accounts, or nothing where one of them is not remembered or rests. What is expected of some, by code, is
   * laid over what is remembered of them: it is only ever as good as the batch that is to bring it about, and never kept here.
   */
  recall(
    book: string,
    codes: Iterable<string>,
    expected: ReadonlyMap<string, Account> = nothing,
  ): readonly Account[] | undefined {
    const accounts: Account[] = []
    let isComplete = true
    for (const code of codes) {
      const one = expected.get(code)
      if (one !== undefined) {
        accounts.push(one)
        continue
      }
      const memory = this.#memories.get(book, code)
      if (memory === undefined || memory.rest > 0) isComplete = false
      else accounts.push(memory.account)
      if (memory !== undefined && memory.rest > 0)
        this.#memories.set(book, code, { ...memory, rest: memory.rest - 1 })
    }
    return isComplete ? accounts : undefined
  }

  /** Takes accounts as a commit left them, after the database has confirmed what was remembered of them. */
  confirm(left: Iterable<Account>): void {
    for (const account of left) this.#keep(account, trusted)
  }

  /** Takes accounts as they were found, and as a commit left them. */
  learn(found: readonly Account[], left: Iterable<Account>): void {
    const trust = new Map(found.map((account) => [account.id, this.#trustIn(account)]))
    for (const account of left) this.#keep(account, trust.get(account.id) ?? trusted)
  }

  #trustIn(found: Account): Trust {
    const memory = this.#memories.get(found.book, found.code)
    if (memory === undefined) return trusted
    const { account, surprises, rest } = memory
    if (isSame(account, found)) return { surprises, rest }
    return {
      surprises: surprises + 1,
      rest: Math.min(this.#longestRest, shortestRest * 2 ** surprises),
    }
  }

  #keep(account: Account, { surprises, rest }: Trust): void {
    this.#memories.set(account.book, account.code, { account: essentialsOf(account), surprises, rest })
  }
}

const trusted: Trust = { surprises: 0, rest: 0 }
const nothing: ReadonlyMap<string, Account> = new Map()
const noMetadata = {}

/**
 * An account without what no journal is judged by: what its owner wrote on it, which may be large, and when it was last
 * changed. An account that came from here and was only posted on has neither, and is taken as it is.
 */
function essentialsOf(account: Account): Account {
  const isEssential = account.metadata === noMetadata && account.changedAt === undated
  return isEssential ? account : { ...account, metadata: noMetadata, changedAt: undated }
}

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
