import type { Call } from './call.ts'

export interface LaneSettings {
  /** Commands in one batch. */
  readonly mostCommands: number
  /** Batches under way at once. */
  readonly mostInFlight: number
}

/**
 * A queue of calls that leaves in batches. Nothing waits while the lane is idle: a call that finds it so leaves in the
 * same tick, together with the others of that tick. While batches are under way, calls gather for the next one; so the
 * busier it is the larger the batches are, with no timer and nothing to tune.
 */
export class Lane {
  readonly #settings: LaneSettings
  readonly #run: (calls: readonly Call[]) => Promise<void>
  readonly #waiting: Call[] = []
  readonly #idle: (() => void)[] = []
  #inFlight = 0
  #isScheduled = false

  constructor(settings: LaneSettings, run: (calls: readonly Call[]) => Promise<void>) {
    this.#settings = settings
    this.#run = run
  }

  get waiting(): number {
    return this.#waiting.length
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#inFlight === 0
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
    while (this.#inFlight < this.#settings.mostInFlight && this.#waiting.length > 0) {
      const batch = this.#take()
      if (batch.length === 0) break
      this.#inFlight += 1
      // `run` answers every call itself and never rejects.
      void this.#run(batch).finally(() => {
        this.#inFlight -= 1
        this.#depart()
      })
    }
    if (this.isIdle) for (const tell of this.#idle.splice(0)) tell()
  }

  /** The next calls in order. One that is larger than a batch travels alone. */
  #take(): Call[] {
    const batch: Call[] = []
    let commands = 0
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (batch.length > 0 && commands + next.size > this.#settings.mostCommands) break
      this.#waiting.shift()
      // Whoever gave up while waiting has been told so; nothing of it is written.
      if (next.isSettled) continue
      batch.push(next)
      commands += next.size
    }
    return batch
  }
}
