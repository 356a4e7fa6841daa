import type { CommandGroup } from '../../../src/engine/decide-batch.ts'
import { LeftBehind } from '../../../src/engine/left-behind.ts'
import { needsOf } from '../../../src/engine/needs.ts'
import type { Ahead, Needs, StoreTransaction, TransactionOptions } from '../../../src/engine/store.ts'
import { UnavailableError, type WriteOutcome } from '../../../src/errors/index.ts'
import type { MemoryBooks } from '../../../src/memory/memory-books.ts'

/** What goes wrong with one transaction. A late one ends only after `ms`, and holds what it needs until then. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'lost before COMMIT' }
  | { readonly kind: 'COMMIT landed unheard' }
  | { readonly kind: 'COMMIT never arrived' }
  | { readonly kind: 'COMMIT late'; readonly ms: number; readonly lands: boolean }

export interface Script {
  /** The first transactions that come to their COMMIT meet these, in order; those after them meet nothing. */
  readonly faults: readonly Fault[]
  /** Commands under these keys make PostgreSQL refuse the whole transaction, every time. */
  readonly culprits?: ReadonlySet<string>
  /** What somebody else keeps locked, from when, and for how long. */
  readonly locks?: readonly HostLock[]
  readonly latencyMs?: number
}

export interface HostLock {
  readonly account: string
  readonly afterMs: number
  readonly ms: number
}

/**
 * A database as the batching sees it: the books are real, and of what a network and other people's locks do to a
 * transaction it does what a script says. It notes which keys each transaction brought.
 */
export class ScriptedStore {
  readonly transactions: (readonly string[])[] = []
  /** What two transactions needed at the same time. */
  readonly clashes: string[] = []
  mostAtOnce = 0
  /** Transactions that were sent behind another, and those that were to be and were not. */
  followed = 0
  leftBehind = 0
  readonly #underWay = new Set<readonly string[]>()
  readonly #books: MemoryBooks
  readonly #script: Script
  readonly #faults: Fault[]
  /** What others hold: by whom is nobody's business. */
  readonly #held = new Set<string>()

  constructor(books: MemoryBooks, script: Script) {
    this.#books = books
    this.#script = script
    this.#faults = [...script.faults]
    for (const { account, afterMs, ms } of script.locks ?? [])
      setTimeout(() => this.#hold([`account main ${account}`], ms), afterMs)
  }

  async transaction<T>(
    work: (unit: StoreTransaction) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    const { way } = options
    if (way?.behind !== undefined) await this.#follow(way.behind, () => way.mayLeave())
    const { result, needs } = await this.#tryOut(work)
    const needed = namesOf(needs)
    const departure = new ScriptedDeparture()
    for (const others of this.#underWay) this.clashes.push(...needed.filter((name) => others.includes(name)))
    this.#underWay.add(needed)
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay.size)
    way?.onDeparted(departure)
    let isCommitted = false
    try {
      await pass(this.#script.latencyMs ?? 1)
      const ended = await this.#end(work, { result, needs, needed }, options)
      isCommitted = true
      return ended
    } finally {
      this.#underWay.delete(needed)
      departure.end(isCommitted)
    }
  }

  /** Whoever follows is judged when the one ahead is over: what it will leave is known to nobody here. */
  async #follow(ahead: Ahead, mayLeave: () => boolean): Promise<void> {
    const leaves = ahead instanceof ScriptedDeparture && (await ahead.followed()) && mayLeave()
    if (leaves) this.followed += 1
    else {
      this.leftBehind += 1
      throw new LeftBehind()
    }
  }

  async #end<T>(
    work: (unit: StoreTransaction) => Promise<T>,
    { result, needs, needed }: { result: T; needs: Needs; needed: readonly string[] },
    { keep, patienceMs }: TransactionOptions,
  ): Promise<T> {
    const run = (): Promise<T> => this.#books.transaction(work, { keep: true })
    const keys = [...needs.values()].flatMap(({ claims }) => [...claims.keys()])
    this.transactions.push(keys)
    if (keys.some((key) => this.#script.culprits?.has(key))) throw new Error('PostgreSQL cannot keep this.')
    await this.#outwait(needed, patienceMs)
    if (!keep) return result
    const fault = this.#faults.shift() ?? { kind: 'none' }
    switch (fault.kind) {
      case 'lost before COMMIT':
        throw lost('not_written')
      case 'none':
        return run()
      case 'COMMIT landed unheard':
        await run()
        throw lost('unknown')
      case 'COMMIT never arrived':
        throw lost('unknown')
      case 'COMMIT late':
        this.#hold(needed, fault.ms, fault.lands ? run : undefined)
        throw lost('unknown')
    }
  }

  async lockedNames(groups: readonly CommandGroup[]): Promise<ReadonlySet<string>> {
    await pass(this.#script.latencyMs ?? 1)
    // Nobody sees a key that is claimed and not committed.
    const names = namesOf(needsOf(groups.flat())).filter((name) => !name.startsWith('key'))
    return new Set(names.filter((name) => this.#held.has(name)))
  }

  /** What the work needs and comes to, without keeping it: nobody may wait inside a transaction of the books in memory. */
  async #tryOut<T>(work: (unit: StoreTransaction) => Promise<T>): Promise<{ result: T; needs: Needs }> {
    let needs: Needs = new Map()
    const open = (unit: StoreTransaction) => (asked: Needs) => {
      needs = asked
      return unit.open(asked)
    }
    const result = await this.#books.transaction(
      (unit) => work({ letsJournalsTell: false, open: open(unit), write: (changes) => unit.write(changes) }),
      { keep: false },
    )
    return { result, needs }
  }

  async #outwait(names: readonly string[], patienceMs = Number.POSITIVE_INFINITY): Promise<void> {
    for (let waitedMs = 0; names.some((name) => this.#held.has(name)); waitedMs += 10) {
      if (waitedMs >= patienceMs) throw new UnavailableError('lock_timeout', 'Locked.', 'not_written')
      await pass(10)
    }
  }

  #hold(names: readonly string[], ms: number, landing?: () => Promise<unknown>): void {
    for (const name of names) this.#held.add(name)
    const letGo = async (): Promise<void> => {
      await landing?.()
      for (const name of names) this.#held.delete(name)
    }
    setTimeout(() => void letGo(), ms)
  }
}

/** A transaction under way, behind which one other may wait for its end. */
class ScriptedDeparture implements Ahead {
  readonly #over = Promise.withResolvers<boolean>()
  canBeFollowed = true

  async followed(): Promise<boolean> {
    if (!this.canBeFollowed) return false
    this.canBeFollowed = false
    return this.#over.promise
  }

  end(isCommitted: boolean): void {
    this.canBeFollowed = false
    this.#over.resolve(isCommitted)
  }
}

function namesOf(needs: Needs): string[] {
  return [...needs].flatMap(([book, { accounts, claims }]) => [
    ...[...accounts].map((code) => `account ${book} ${code}`),
    ...[...claims.keys()].map((key) => `key ${book} ${key}`),
  ])
}

function lost(outcome: WriteOutcome): UnavailableError {
  return new UnavailableError('connection_lost', 'The connection was lost.', outcome)
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
