import type { DecisionContext } from '../books/decision.ts'
import { isLedgerError, type LedgerError, RejectedError } from '../errors/index.ts'
import { type Command, decide, type Effect, keyOf, type Result } from './command.ts'
import { decodeOutcome, encodeOutcome, isJournal, type Outcome } from './outcome.ts'
import { keyReused, requestOf } from './request.ts'
import type { Changes, Claim, Loaded, Needs, Remembered, RememberedKey } from './store.ts'
import { WorkingBook } from './working-book.ts'

/** What one command comes to for its caller. `replayed`: the answer is the one its key remembered. */
export type Answer =
  | { readonly ok: true; readonly result: Result; readonly replayed: boolean }
  | { readonly ok: false; readonly error: LedgerError; readonly replayed: boolean }

/** Commands that are accepted together or not at all. A single call is a group of one. */
export type CommandGroup = readonly Command[]

/**
 * Judges groups of commands in order, as if each had come alone after the one before it. Pure: what was loaded and what
 * is asked go in; what is to be written and what each caller is told come out.
 */
export function decideBatch(
  loaded: Loaded,
  groups: readonly CommandGroup[],
  context: Omit<DecisionContext, 'at'>,
  needs: Needs,
): { readonly changes: Changes; readonly answers: readonly (readonly Answer[])[] } {
  let desk = new Desk(loaded, { ...context, at: loaded.at }, needs)
  const answers = groups.map((group) => {
    if (group.length === 1) return group.map((command) => desk.judge(command))
    const trial = desk.fork()
    const together = group.map((command) => trial.judge(command))
    const failed = together.findIndex((answer) => !answer.ok)
    if (failed === -1) {
      desk = trial
      return together
    }
    return desk.refuseGroup(group, together, failed)
  })
  return { changes: desk.changes(), answers }
}

/** Where one batch is judged: its books, what its keys remember, and what is to be written so far. */
class Desk {
  readonly #loaded: Loaded
  readonly #context: DecisionContext
  readonly #books = new Map<string, WorkingBook>()
  readonly #needs: Needs
  readonly #remembered = new Map<string, Remembered>()
  readonly #effects: Effect[] = []
  readonly #released = new Map<string, { readonly book: string; readonly key: string }>()

  constructor(loaded: Loaded, context: DecisionContext, needs: Needs) {
    this.#loaded = loaded
    this.#context = context
    this.#needs = needs
  }

  judge(command: Command): Answer {
    const key = keyOf(command)
    if (key === null) return this.#decide(command, null)
    const request = requestOf(command)
    const memory = this.#memoryOf(command.book, key)
    if (memory === undefined) return this.#decide(command, this.#claimOf(command.book, key, request))
    if (memory.request !== request) {
      return { ok: false, error: keyReused(command.book, key, memory.request, request), replayed: false }
    }
    return { ...decodeOutcome(memory.outcome), replayed: true }
  }

  #decide(command: Command, claim: NamedClaim | null): Answer {
    const book = this.#bookOf(command.book)
    try {
      const { effects, result } = decide(book, command, this.#contextFor(claim))
      this.#effects.push(...book.apply(effects))
      // What a key remembers speaks of what is written. A change to the status that an account has already is no effect
      // on it, and would tell of holds ended that no history knows.
      if (claim !== null && 'account' in result) this.#effects.push(...book.endExpired(result.account.code))
      this.#remember(claim, { ok: true, result })
      return { ok: true, result, replayed: false }
    } catch (error) {
      if (!isLedgerError(error)) throw error
      if (error instanceof RejectedError) this.#remember(claim, { ok: false, error })
      else this.#release(claim)
      return { ok: false, error, replayed: false }
    }
  }

  /**
   * Answers a group of which one member failed. That member's rejection is remembered under its key; the others did
   * nothing wrong and their keys are free again.
   */
  refuseGroup(group: CommandGroup, together: readonly Answer[], failed: number): Answer[] {
    for (const [index, command] of group.entries()) {
      const key = keyOf(command)
      if (key === null || this.#memoryOf(command.book, key) !== undefined) continue
      const claim = this.#claimOf(command.book, key, requestOf(command))
      const answer = together[index]
      const isCulprit = index === failed && answer?.ok === false && answer.error instanceof RejectedError
      if (isCulprit) this.#remember(claim, { ok: false, error: answer.error })
      else this.#release(claim)
    }
    const culprit = together[failed]
    if (culprit === undefined || culprit.ok)
      throw new Error('A group was refused although no member of it failed.')
    const error = culprit.error.at({ command: failed })
    return group.map(() => ({ ok: false, error, replayed: culprit.replayed }))
  }

  fork(): Desk {
    const copy = new Desk(this.#loaded, this.#context, this.#needs)
    for (const [name, book] of this.#books) copy.#books.set(name, book.fork())
    for (const [name, memory] of this.#remembered) copy.#remembered.set(name, memory)
    for (const [name, claim] of this.#released) copy.#released.set(name, claim)
    copy.#effects.push(...this.#effects)
    return copy
  }

  changes(): Changes {
    const remembered = [...this.#remembered]
    return {
      effects: this.#effects,
      remembered: remembered.map(([, memory]) => memory),
      reclaimed: remembered.flatMap(([name, memory]) =>
        this.#released.has(name) || this.#wasClaimedShort(memory) ? [memory] : [],
      ),
      released: [...this.#released].flatMap(([name, claim]) => (this.#remembered.has(name) ? [] : [claim])),
    }
  }

  #memoryOf(book: string, key: string): RememberedKey | undefined {
    const now = this.#remembered.get(nameOf(book, key))
    if (now !== undefined) return { request: now.request, outcome: encodeOutcome(now.outcome) }
    return this.#loaded.books.get(book)?.remembered.get(key)
  }

  #claimOf(book: string, key: string, request: string): NamedClaim {
    const journal = this.#needs.get(book)?.claims.get(key)?.journal ?? null
    return { book, key, request, journal }
  }

  /** Whether a key has only a digest of its request, and no journal to tell the rest. */
  #wasClaimedShort({ book, key, request, journal, outcome }: Remembered): boolean {
    return this.#needs.get(book)?.claims.get(key)?.request !== request && !isJournal(outcome, journal)
  }

  /** A journal has the id that its key was claimed with. */
  #contextFor(claim: NamedClaim | null): DecisionContext {
    const { ids } = this.#context
    const id = claim?.journal ?? null
    return id === null ? this.#context : { ...this.#context, ids: { ...ids, journal: () => id } }
  }

  #bookOf(name: string): WorkingBook {
    const loaded = this.#loaded.books.get(name)
    if (loaded === undefined)
      throw new Error(`The store did not load book ${name}, which a command of the batch names.`)
    const book = this.#books.get(name) ?? new WorkingBook(name, loaded, this.#context.at)
    this.#books.set(name, book)
    return book
  }

  #remember(claim: NamedClaim | null, outcome: Outcome): void {
    if (claim === null) return
    this.#remembered.set(nameOf(claim.book, claim.key), { ...claim, outcome })
  }

  #release(claim: NamedClaim | null): void {
    if (claim !== null)
      this.#released.set(nameOf(claim.book, claim.key), { book: claim.book, key: claim.key })
  }
}

interface NamedClaim extends Claim {
  readonly book: string
  readonly key: string
}

/** A book's name holds no line break, so no two pairs share a name. */
const nameOf = (book: string, key: string): string => `${book}\n${key}`
