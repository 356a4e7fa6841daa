import type { DecisionContext } from '../books/decision.ts'
import { execute } from '../engine/execute.ts'
import { LeftBehind } from '../engine/left-behind.ts'
import type { Store } from '../engine/store.ts'
import { UnavailableError } from '../errors/index.ts'
import { Call } from './call.ts'
import { type GroupCommitSettings, usualSettings } from './group-commit-settings.ts'
import { Lane, type Route } from './lane.ts'
import { Recovery } from './recovery.ts'

/** A store that can also say which of the things a batch needs are locked by somebody else at the moment. */
export interface SharedStore extends Store {
  lockedNames(groups: Call['groups']): Promise<ReadonlySet<string>>
}

/** How long a caller waits, and what makes it give up before. */
export interface WaitOptions {
  readonly deadlineMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

// Each takes a connection while it waits, of a pool that has ten unless its host says more, and two are needed for the rest.
const mostSlowLanes = 4
/** How long a slow lane waits for its lock before it looks again who is in the way of whom. */
const slowPatienceMs = 1_000

/**
 * Lets concurrent calls share a transaction and its commit, each with its own answer. A commit costs a flush of the disk
 * whether it carries one journal or hundreds; this is why one PostgreSQL is enough for most.
 *
 * | what goes wrong | what happens | who notices |
 * | --- | --- | --- |
 * | a rule rejects one command | it gets its rejection; its neighbours are posted | its caller |
 * | a row is locked by somebody else | the calls that need it move to a lane of their own and wait there | its callers |
 * | a key is claimed by somebody else | the batch is halved until its call is alone, which moves to a lane of its own | its caller |
 * | the batch fails for a reason of one call | it is halved until that call is alone | its caller |
 * | COMMIT is not answered | the same calls run again under the same keys: they find what happened, or do it | nobody |
 * | the batch ahead fails, or somebody gave up | the batch behind it was not sent, and its calls go back to their lane | nobody |
 * | a lane is full | the next call for it is refused at once | its caller |
 */
export class GroupCommit {
  readonly #store: SharedStore
  readonly #context: Omit<DecisionContext, 'at'>
  readonly #settings: GroupCommitSettings
  readonly #shared: Lane
  readonly #recovery: Recovery
  /** One lane for each thing that somebody else keeps locked, as long as calls wait for it. */
  readonly #slow = new Map<string, Lane>()
  #isClosed = false

  constructor(
    store: SharedStore,
    context: Omit<DecisionContext, 'at'>,
    settings: Partial<GroupCommitSettings> = {},
  ) {
    this.#store = store
    this.#context = context
    this.#settings = { ...usualSettings, ...settings }
    this.#shared = new Lane(this.#settings, (calls, route) =>
      this.#run(calls, this.#settings.patienceMs, route),
    )
    this.#recovery = new Recovery({
      lockedNames: (groups) => store.lockedNames(groups),
      run: (calls, patienceMs) => this.#run(calls, patienceMs),
      moveAside: (name, call) => this.#slowLane(name).add(call),
    })
  }

  submit(groups: Call['groups'], options: WaitOptions = {}): Call['answered'] {
    const call = this.#accept(groups, options)
    if (call.isSettled) return call.answered
    const lane = this.#laneFor(call)
    if (lane.isFull(this.#settings.mostWaiting)) {
      call.fail(
        new UnavailableError(
          'overloaded',
          `${this.#settings.mostWaiting} calls are waiting already. Slow down, then ask again with the same key.`,
          'not_written',
          { waiting: lane.waiting },
        ),
      )
    } else lane.add(call)
    return call.answered
  }

  /** Does everything and keeps nothing. What is only tried shares a transaction with nobody: it is rolled back. */
  tryOut(groups: Call['groups'], options: WaitOptions = {}): Call['answered'] {
    const call = this.#accept(groups, options)
    if (call.isSettled) return call.answered
    execute(this.#store, groups, this.#context, {
      dryRun: true,
      patienceMs: Math.max(1, Math.ceil(call.leftMs)),
    }).then(
      (answers) => call.answer(answers),
      (error: unknown) => call.fail(error),
    )
    return call.answered
  }

  #accept(groups: Call['groups'], { deadlineMs = this.#settings.deadlineMs, signal }: WaitOptions): Call {
    const call = new Call(groups, deadlineMs, signal)
    if (this.#isClosed) {
      call.fail(
        new UnavailableError('closed', 'This ledger was closed and takes no new calls.', 'not_written'),
      )
    }
    return call
  }

  /** Takes no new calls, and is done when every call accepted before is answered. */
  async close(): Promise<void> {
    this.#isClosed = true
    // Calls move from the shared lane to slow ones, and from those to others, until the last of them is answered.
    for (let lanes = this.#busy(); lanes.length > 0; lanes = this.#busy()) {
      await Promise.all(lanes.map((lane) => lane.drained()))
    }
  }

  #busy(): Lane[] {
    return [this.#shared, ...this.#slow.values()].filter((lane) => !lane.isIdle)
  }

  #laneFor(call: Call): Lane {
    if (this.#slow.size === 0) return this.#shared
    for (const name of call.names) {
      const lane = this.#slow.get(name)
      if (lane !== undefined) return lane
    }
    return this.#shared
  }

  /** Answers with the calls that were to follow others and have not left, of which nothing is written. */
  async #run(calls: readonly Call[], patienceMs: number, route?: Route): Promise<readonly Call[]> {
    const waiting = calls.filter((call) => !call.isSettled)
    if (waiting.length === 0) return []
    const leave = (): void => {
      for (const call of waiting) call.isUnderWay = true
    }
    // Whoever gives up while it waits to follow is told that nothing is written, so then the batch must not leave.
    const mayLeave = (): boolean => {
      const isWhole = waiting.every((call) => !call.isSettled)
      if (isWhole) leave()
      return isWhole
    }
    if (route?.behind === undefined) leave()
    try {
      const answers = await execute(
        this.#store,
        waiting.flatMap(({ groups }) => groups),
        this.#context,
        { patienceMs, way: route && { ...route, mayLeave } },
      )
      let from = 0
      for (const call of waiting) {
        call.answer(answers.slice(from, from + call.groups.length))
        from += call.groups.length
      }
    } catch (error) {
      if (error instanceof LeftBehind) return waiting
      await this.#recovery.begin(waiting, error, patienceMs)
    }
    return []
  }

  #slowLane(name: string): Lane {
    const existing = this.#slow.get(name) ?? this.#fullestLane()
    if (existing !== undefined) return existing
    const lane: Lane = new Lane({ ...this.#settings, mostInFlight: 1 }, async (calls) => {
      await this.#run(calls, Math.max(slowPatienceMs, this.#settings.patienceMs))
      lane.forgetSettled()
      if (lane.waiting === 0) this.#slow.delete(name)
      return []
    })
    this.#slow.set(name, lane)
    return lane
  }

  /** Past so many lanes they are shared. */
  #fullestLane(): Lane | undefined {
    return this.#slow.size < mostSlowLanes ? undefined : [...this.#slow.values()][0]
  }
}
