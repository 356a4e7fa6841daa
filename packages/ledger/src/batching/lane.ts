import type { Call } from './call.ts'

export interface LaneSettings {
  /** Commands in one batch. */
  readonly mostCommands: number
  /** Batches under way at once. */
  readonly mostInFlight: number
  /** Commands that make it worth to begin another batch beside one that is under way. */
  readonly leastBeside: number
}

/**
 * A queue of calls that leaves in batches. Nothing waits while the lane is idle: a call that finds it so leaves in the
 * same tick, together with the others of that tick. While batches are under way, calls gather for the next one; so the
 * busier it is the larger the batches are, with no timer and nothing to tune.
 *
 * Two batches at once keep the database at work on one while Node decides the other, if neither waits for the other's
 * locks. So calls that need something in common leave in one batch or one after the other, in the order in which they
 * came: those of one hot account in one batch at a time, however many may be under way.
 */
export class Lane {
  readonly #settings: LaneSettings
  readonly #run: (calls: readonly Call[]) => Promise<void>
  readonly #waiting: Call[] = []
  readonly #idle: (() => void)[] = []
  /** The names of all that batches under way need. */
  readonly #inUse = new Set<string>()
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
    while (this.#inFlight < this.#settings.mostInFlight) {
      const batch = this.#take()
      if (batch.length === 0) break
      this.#inFlight += 1
      this.#use(batch)
      // `run` answers every call itself and never rejects.
      void this.#run(batch).finally(() => {
        this.#inFlight -= 1
        this.#letGo(batch)
        this.#depart()
      })
    }
    if (this.isIdle) for (const tell of this.#idle.splice(0)) tell()
  }

  /**
   * The next calls in order: a fair share of those that wait, and all that need what one of them needs. A call that must
   * wait for a batch under way keeps everything it needs from those behind it, or they could keep it waiting for ever.
   * One that is larger than a batch travels alone.
   */
  #take(): Call[] {
    const { mostCommands, mostInFlight } = this.#settings
    const share = this.#share()
    const batch: Call[] = []
    const kept: Call[] = []
    const needed = new Set<string>()
    const passed = new Set<string>()
    let commands = 0
    let looked = 0
    for (const call of this.#waiting) {
      // How far it looks has a bound: in a long queue for one account it would look in vain.
      if (kept.length === mostCommands || commands >= mostCommands) break
      looked += 1
      // Whoever gave up while waiting has been told so; nothing of it is written.
      if (call.isSettled) continue
      const names = mostInFlight > 1 ? call.names : none
      const isFree = !overlap(names, this.#inUse) && !overlap(names, passed)
      const isWanted = commands < share || overlap(names, needed)
      const fits = batch.length === 0 || commands + call.size <= mostCommands
      if (isFree && isWanted && fits) {
        batch.push(call)
        commands += call.size
        for (const name of names) needed.add(name)
      } else {
        kept.push(call)
        for (const name of names) passed.add(name)
      }
    }
    if (this.#inFlight > 0 && commands < this.#settings.leastBeside) return []
    this.#waiting.splice(0, looked, ...kept)
    return batch
  }

  /** All, unless that is enough for two batches, and two may leave. */
  #share(): number {
    const { mostInFlight, leastBeside } = this.#settings
    const commands = this.#waiting.reduce((sum, call) => sum + call.size, 0)
    const batches = Math.min(mostInFlight - this.#inFlight, Math.floor(commands / leastBeside))
    return Math.ceil(commands / Math.max(1, batches))
  }

  #use(batch: readonly Call[]): void {
    if (this.#settings.mostInFlight > 1)
      for (const { names } of batch) for (const name of names) this.#inUse.add(name)
  }

  #letGo(batch: readonly Call[]): void {
    if (this.#settings.mostInFlight > 1)
      for (const { names } of batch) for (const name of names) this.#inUse.delete(name)
  }
}

const none: ReadonlySet<string> = new Set()

function overlap(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of names) if (others.has(name)) return true
  return false
}
