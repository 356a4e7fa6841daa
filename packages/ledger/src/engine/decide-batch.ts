import type { DecisionContext } from '../books/decision.ts'
import { isLedgerError, type LedgerError, RejectedError } from '../errors/index.ts'
import { BatchKeys, type NamedClaim } from './batch-keys.ts'
import { type Command, decide, type Effect, keyOf, type Result } from './command.ts'
import { decodeOutcome } from './outcome.ts'
import { keyReused, requestOf } from './request.ts'
import type { Changes, Loaded, Needs } from './store.ts'
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

/** Where one batch is judged: its books, what becomes of its keys, and what is to be written so far. */
class Desk {
  readonly #loaded: Loaded
  readonly #context: DecisionContext
  readonly #needs: Needs
  readonly #pages = new Map<string, Page>()
  readonly #effects: Effect[] = []

  constructor(loaded: Loaded, context: DecisionContext, needs: Needs) {
    this.#loaded = loaded
    this.#context = context
    this.#needs = needs
  }

  judge(command: Command): Answer {
    const page = this.#pageOf(command.book)
    const key = keyOf(command)
    if (key === null) return this.#decide(page, command, null)
    const request = requestOf(command)
    const memory = page.keys.memoryOf(key)
    if (memory === undefined) return this.#decide(page, command, page.keys.claimOf(key, request))
    if (memory.request !== request) {
      return { ok: false, error: keyReused(command.book, key, memory.request, request), replayed: false }
    }
    return { ...decodeOutcome(memory.outcome), replayed: true }
  }

  #decide({ book, keys }: Page, command: Command, claim: NamedClaim | null): Answer {
    try {
      const { effects, result } = decide(book, command, this.#contextFor(claim))
      this.#effects.push(...book.apply(effects))
      if (claim !== null) {
        // What a key remembers speaks of what is written. A change to the status that an account has already is no effect
        // on it, and would tell of holds ended that no history knows.
        if ('account' in result) this.#effects.push(...book.endExpired(result.account.code))
        keys.remember(claim, { ok: true, result })
      }
      return { ok: true, result, replayed: false }
    } catch (error) {
      if (!isLedgerError(error)) throw error
      if (claim !== null) {
        if (error instanceof RejectedError) keys.remember(claim, { ok: false, error })
        else keys.release(claim)
      }
      return { ok: false, error, replayed: false }
    }
  }

  /**
   * Answers a group of which one member failed. That member's rejection is remembered under its key; the others did
   * nothing wrong and their keys are free again.
   */
  refuseGroup(group: CommandGroup, together: readonly Answer[], failed: number): Answer[] {
    for (const [index, command] of group.entries()) {
      const { keys } = this.#pageOf(command.book)
      const key = keyOf(command)
      if (key === null || keys.memoryOf(key) !== undefined) continue
      const claim = keys.claimOf(key, requestOf(command))
      const answer = together[index]
      const isCulprit = index === failed && answer?.ok === false && answer.error instanceof RejectedError
      if (isCulprit) keys.remember(claim, { ok: false, error: answer.error })
      else keys.release(claim)
    }
    const culprit = together[failed]
    if (culprit === undefined || culprit.ok)
      throw new Error('A group was refused although no member of it failed.')
    const error = culprit.error.at({ command: failed })
    return group.map(() => ({ ok: false, error, replayed: culprit.replayed }))
  }

  fork(): Desk {
    const copy = new Desk(this.#loaded, this.#context, this.#needs)
    for (const [name, { book, keys }] of this.#pages)
      copy.#pages.set(name, { book: book.fork(), keys: keys.fork() })
    for (const effect of this.#effects) copy.#effects.push(effect)
    return copy
  }

  changes(): Changes {
    const ofKeys = [...this.#pages.values()].map(({ keys }) => keys.changes())
    return {
      effects: this.#effects,
      remembered: ofKeys.flatMap(({ remembered }) => remembered),
      reclaimed: ofKeys.flatMap(({ reclaimed }) => reclaimed),
      released: ofKeys.flatMap(({ released }) => released),
    }
  }

  /** A journal has the id that its key was claimed with. */
  #contextFor(claim: NamedClaim | null): DecisionContext {
    const id = claim?.journal ?? null
    if (id === null) return this.#context
    const { at, ids, currencies } = this.#context
    return { at, ids: { ...ids, journal: () => id }, currencies }
  }

  #pageOf(name: string): Page {
    const known = this.#pages.get(name)
    if (known !== undefined) return known
    const loaded = this.#loaded.books.get(name)
    if (loaded === undefined)
      throw new Error(`The store did not load book ${name}, which a command of the batch names.`)
    const claims = this.#needs.get(name)?.claims ?? new Map()
    const page = {
      book: new WorkingBook(name, loaded, this.#context.at),
      keys: new BatchKeys(name, claims, loaded.remembered),
    }
    this.#pages.set(name, page)
    return page
  }
}

/** One book of a batch. */
interface Page {
  readonly book: WorkingBook
  readonly keys: BatchKeys
}
