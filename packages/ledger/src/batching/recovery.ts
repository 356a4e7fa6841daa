import { isLedgerError, UnavailableError } from '../errors/index.ts'
import type { Call } from './call.ts'

/** What can be done with the calls of a batch that failed. */
interface WaysOut {
  lockedNames(groups: Call['groups']): Promise<ReadonlySet<string>>
  /** In a transaction of their own. Answers all of them, and comes here again if that fails as well. */
  run(calls: readonly Call[], patienceMs: number): Promise<unknown>
  /** To the lane of something that somebody else keeps locked. */
  moveAside(name: string, call: Call): void
}

/** Between two tries to find out what became of a COMMIT. */
const pauseMs = 50

/** What becomes of the calls of a batch that failed: each is to be told what it would have been told alone. */
export class Recovery {
  readonly #ways: WaysOut

  constructor(ways: WaysOut) {
    this.#ways = ways
  }

  /** Done when each of the calls is answered, or waits in another lane. */
  async begin(calls: readonly Call[], error: unknown, patienceMs: number): Promise<void> {
    for (const call of calls) {
      call.isUnderWay = false
      call.isInDoubt ||= isUnknown(error)
    }
    if (isLockTimeout(error)) return this.#outwait(calls, patienceMs)
    const [doubtful, sure] = partition(calls, ({ isInDoubt }) => isInDoubt && isUnavailable(error))
    await Promise.all([this.#findOut(doubtful, patienceMs), this.#singleOut(sure, error, patienceMs)])
  }

  /**
   * Somebody else holds what some of these calls need, and they wait for it in a lane of their own for as long as their
   * callers do. Locked accounts can be named; a claimed key, or a reference, cannot be seen until it is committed.
   */
  async #outwait(calls: readonly Call[], patienceMs: number): Promise<void> {
    const free = await this.#moveAside(calls)
    if (free.length < calls.length) {
      await this.#ways.run(free, patienceMs)
      return
    }
    const [call] = calls
    if (calls.length > 1) return this.#halve(calls, patienceMs)
    if (call !== undefined) this.#ways.moveAside(call.ownName, call)
  }

  /** The batch failed for a reason of one call, so it is halved until that one is alone. */
  async #singleOut(calls: readonly Call[], error: unknown, patienceMs: number): Promise<void> {
    if (calls.length > 1 && !isConnectionLost(error)) return this.#halve(calls, patienceMs)
    for (const call of calls) call.fail(error)
  }

  async #halve(calls: readonly Call[], patienceMs: number): Promise<void> {
    const half = Math.ceil(calls.length / 2)
    await this.#ways.run(calls.slice(0, half), patienceMs)
    await this.#ways.run(calls.slice(half), patienceMs)
  }

  /**
   * COMMIT was sent and not answered. Looking would not tell: a row that is not there may still appear. The same calls run
   * again under the same keys: claiming a key waits for the old transaction to end, whichever way it does, and then
   * either finds the answer or does the work. Each caller is told in time that nobody knows, if it comes to that.
   */
  async #findOut(calls: readonly Call[], patienceMs: number): Promise<void> {
    if (calls.length === 0) return
    await pause(Math.min(pauseMs, ...calls.map(({ leftMs }) => leftMs)))
    await this.#ways.run(calls, patienceMs)
  }

  /** Sends the calls that need something locked to the lane of it, and answers with the rest. */
  async #moveAside(calls: readonly Call[]): Promise<Call[]> {
    const locked = await this.#ways
      .lockedNames(calls.flatMap(({ groups }) => groups))
      .catch(() => new Set<string>())
    return calls.filter((call) => {
      const name = [...call.names].find((each) => locked.has(each))
      if (name !== undefined) this.#ways.moveAside(name, call)
      return name === undefined
    })
  }
}

const isUnavailable = (error: unknown): boolean => isLedgerError(error) && error.family === 'UnavailableError'
const isUnknown = (error: unknown): boolean =>
  error instanceof UnavailableError && error.outcome === 'unknown'
const isLockTimeout = (error: unknown): boolean => isLedgerError(error) && error.code === 'lock_timeout'
const isConnectionLost = (error: unknown): boolean => isLedgerError(error) && error.code === 'connection_lost'

function partition<T>(values: readonly T[], belongsLeft: (value: T) => boolean): [left: T[], right: T[]] {
  return [values.filter(belongsLeft), values.filter((value) => !belongsLeft(value))]
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
