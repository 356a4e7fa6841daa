import type { Ahead } from '../engine/store.ts'
import { type Batch, sizeOf } from './batch.ts'
import type { Call } from './call.ts'
import { type Choice, chooseBatch } from './choose-batch.ts'
import { UnderWay } from './under-way.ts'

export interface LaneSettings {
  /** Commands in one batch. */
  readonly mostCommands: number
  /** Batches under way at once, without those that wait behind one to follow it. */
  readonly mostInFlight: number
  /** Commands that make it worth to begin another batch beside one that is under way. */
  readonly leastBeside: number
}

/** Where a batch goes, and whom to tell when it has left in such a way that another can follow it. */
export interface Route {
  readonly behind: Ahead | undefined
  onDeparted(ahead: Ahead): void
}

/** Answers every call but those that were to follow and did not leave, which it gives back. Never rejects. */
export type RunBatch = (calls: readonly Call[], route: Route) => Promise<readonly Call[]>

/**
 * A queue of calls that leaves in batches. Nothing waits while the lane is idle: a call that finds it so leaves in the
 * same tick, together with the others of that tick. While batches are under way, calls gather for the next one; so the
 * busier it is the larger the batches are, with no timer and nothing to tune.
 *
 * Two batches at once keep the database at work on one while Node decides the other, if neither waits for the other's
 * locks. So calls that need something in common leave in one batch or one after the other, in the order in which they
 * came. Those of one hot account follow each other: a batch of journals may be judged on what the batch under way will leave,
 * where whoever runs that one says so, and is sent right behind it. One is enough to follow: Node decides no more than
 * one batch while the database is at work on another.
 */
export class Lane {
  readonly #settings: LaneSettings
  readonly #run: RunBatch
  readonly #waiting: Call[] = []
  readonly #idle: (() => void)[] = []
  readonly #underWay = new UnderWay()
  /** Whether the last batch could be followed; then the next is expected to, and leaves something for another. */
  #couldBeFollowed = false
  #isScheduled = false

  constructor(settings: LaneSettings, run: RunBatch) {
    this.#settings = settings
    this.#run = run
  }

  /** Only where several batches may be under way does it matter who needs what. */
  get #isShared(): boolean {
    return this.#settings.mostInFlight > 1
  }

  get waiting(): number {
    return this.#waiting.length
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#underWay.size === 0
  }

  /** Whoever gave up waiting takes no place from the others. */
  isFull(most: number): boolean {
    if (this.#waiting.length >= most) this.forgetSettled()
    return this.#waiting.length >= most
  }

  forgetSettled(): void {
    const waiting = this.#waiting.filter((call) => !call.isSettled)
    if (waiting.length < this.#waiting.length) this.#waiting.splice(0, this.#waiting.length, ...waiting)
  }

  add(call: Call): void {
    this.#waiting.push(call)
    this.#schedule()
  }

  /** Fulfilled when everything accepted so far, and what came of it, is done. */
  drained(): Promise<void> {
    return this.isIdle ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    queueMicrotask(() => {
      this.#isScheduled = false
      this.#depart()
    })
  }

  #depart(): void {
    while (this.#inFlight < this.#settings.mostInFlight) {
      const choice = this.#take()
      if (choice === undefined) break
      this.#send(choice)
    }
    for (const batch of this.#underWay) {
      if (batch.isFollowed || batch.ahead?.canBeFollowed !== true || !this.#isShared) continue
      const choice = this.#take(batch)
      if (choice === undefined) continue
      batch.isFollowed = true
      this.#send(choice, batch)
    }
    if (this.isIdle) for (const tell of this.#idle.splice(0)) tell()
  }

  get #inFlight(): number {
    let inFlight = 0
    for (const { behind } of this.#underWay) if (behind === undefined) inFlight += 1
    return inFlight
  }

  #send({ calls, commands: size, needed: names }: Choice, behind?: Batch): void {
    const batch: Batch = { calls, size, names, behind, ahead: undefined, isFollowed: false }
    this.#underWay.add(batch)
    const onDeparted = (ahead: Ahead): void => {
      batch.ahead = ahead
      this.#schedule()
    }
    void this.#run(calls, { behind: behind?.ahead, onDeparted }).then((left) => {
      this.#underWay.remove(batch)
      this.#couldBeFollowed = batch.ahead !== undefined
      // They came before all that wait for what they need.
      this.#waiting.unshift(...left)
      this.#depart()
    })
  }

  /** The next calls in order, if they are enough for a batch. */
  #take(behind?: Batch): Choice | undefined {
    const choice = chooseBatch(this.#waiting, {
      share: this.#share(),
      mostCommands: this.#settings.mostCommands,
      namesOf: (call) => (this.#isShared ? call.names : none),
      isFree: (call) => !this.#isShared || this.#underWay.areFreeFor(call, behind),
      isLeftToFollow: ({ postsIn }) => this.#couldBeFollowed && postsIn !== undefined,
    })
    const { calls, commands, kept, looked } = choice
    if (commands < this.#least(behind)) return undefined
    this.#waiting.splice(0, looked, ...kept)
    return calls.length > 0 ? choice : undefined
  }

  /** Commands that make a batch. One that follows is half as large as the one ahead, or sizes would swing to and fro. */
  #least(behind: Batch | undefined): number {
    const { leastBeside } = this.#settings
    if (behind !== undefined) return Math.max(leastBeside, behind.size / 2)
    return this.#underWay.size > 0 ? leastBeside : 0
  }

  /**
   * A fair share of all that wait or are under way, if that is enough for several batches. Were it a share of those that wait,
   * the larger of two batches would stay the larger: all its callers ask again while the smaller one is under way.
   */
  #share(): number {
    const { mostInFlight, leastBeside } = this.#settings
    let commands = sizeOf(this.#waiting)
    for (const { size } of this.#underWay) commands += size
    return Math.ceil(commands / Math.max(1, Math.min(mostInFlight, Math.floor(commands / leastBeside))))
  }
}

const none: ReadonlySet<string> = new Set()
