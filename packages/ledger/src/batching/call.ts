import type { Command } from '../engine/command.ts'
import type { Answer, CommandGroup } from '../engine/decide-batch.ts'
import { UnavailableError, type WriteOutcome } from '../errors/index.ts'
import { namesOf } from './names-of.ts'

/** Node fires a timer that is set farther away at once. These are 24 days. */
const longestTimerMs = 2 ** 31 - 1

/** What one caller waits for: its groups of commands, and the moment after which it no longer waits. */
export class Call {
  readonly groups: readonly CommandGroup[]
  readonly size: number
  /** The book, if it asks for journals in one book and for nothing else. */
  readonly postsIn: string | undefined
  readonly answered: Promise<readonly (readonly Answer[])[]>
  readonly #deadline: number
  readonly #settle: PromiseWithResolvers<readonly (readonly Answer[])[]>
  /** Everything the call needs a lock on, by name. Worked out when somebody asks. */
  #names: ReadonlySet<string> | undefined
  #isSettled = false
  #timer: NodeJS.Timeout | undefined
  /** A transaction with this call in it is under way. */
  isUnderWay = false
  /** A COMMIT with this call in it was sent and never answered. Only an answer under the same key ends the doubt. */
  isInDoubt = false

  constructor(groups: readonly CommandGroup[], deadlineMs: number, signal: AbortSignal | undefined) {
    this.groups = groups
    this.size = groups.reduce((sum, group) => sum + group.length, 0)
    this.postsIn = postsIn(groups)
    const waitMs = Math.min(deadlineMs, longestTimerMs)
    this.#deadline = performance.now() + waitMs
    this.#settle = Promise.withResolvers()
    this.answered = this.#settle.promise
    this.#timer = setTimeout(
      () => this.fail(this.#late('deadline_exceeded', 'No answer came before the deadline.')),
      waitMs,
    )
    if (signal !== undefined) this.#heed(signal)
  }

  #heed(signal: AbortSignal): void {
    const onAbort = (): void => this.fail(this.#late('aborted', 'The caller gave up.'))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    const forget = (): void => signal.removeEventListener('abort', onAbort)
    this.answered.then(forget, forget)
  }

  get isSettled(): boolean {
    return this.#isSettled
  }

  get leftMs(): number {
    return Math.max(0, this.#deadline - performance.now())
  }

  get names(): ReadonlySet<string> {
    this.#names ??= namesOf(this.groups)
    return this.#names
  }

  /** The lane of this call alone, when nobody can tell what it waits for. Twins, which wait for the same, share it. */
  get ownName(): string {
    return [...this.names].find((name) => name.startsWith('key ')) ?? [...this.names].join()
  }

  answer(answers: readonly (readonly Answer[])[]): void {
    this.#end(() => this.#settle.resolve(answers))
  }

  fail(error: unknown): void {
    this.#end(() => this.#settle.reject(this.isInDoubt ? inDoubt(error) : error))
  }

  #end(settle: () => void): void {
    if (this.#isSettled) return
    this.#isSettled = true
    clearTimeout(this.#timer)
    settle()
  }

  #late(code: 'deadline_exceeded' | 'aborted', sentence: string): UnavailableError {
    const outcome: WriteOutcome = this.isUnderWay || this.isInDoubt ? 'unknown' : 'not_written'
    return new UnavailableError(code, `${sentence} Ask again with the same key.`, outcome)
  }
}

/** Whatever goes wrong after a COMMIT without an answer, it says nothing of that COMMIT. */
function inDoubt(error: unknown): unknown {
  if (error instanceof UnavailableError && error.outcome === 'unknown') return error
  return new UnavailableError(
    'connection_lost',
    'The answer to COMMIT was lost, and asking again failed. Ask again with the same key.',
    'unknown',
    {},
    { cause: error },
  )
}

function postsIn(groups: readonly CommandGroup[]): string | undefined {
  const book = groups[0]?.[0]?.book
  const isPostThere = (command: Command): boolean => command.type === 'post-journal' && command.book === book
  return groups.every((group) => group.every(isPostThere)) ? book : undefined
}
