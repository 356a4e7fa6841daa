import { setImmediate as turn } from 'node:timers/promises'

/** A clock that stands still until the test moves it. Fits wherever a clock with `now(): Date` is asked for. */
export interface FakeClock {
  now(): Date
  /** Puts the hands elsewhere, back too, as an operator or a time server does. No timer fires: no time has passed. */
  set(time: Date): void
  /** Time passes. Timers that become due fire in their order, each at its own moment. */
  advance(ms: number): void
  /** Time passes, and between two timers the code that waited goes on: a loop that sleeps makes all of its rounds. */
  elapse(ms: number): Promise<void>
  /** Resolves when this much time has passed. */
  sleep(ms: number): Promise<void>
  /** Calls back once this much time has passed. The answer cancels it. */
  after(ms: number, callback: () => void): () => void
  /** How many timers wait; a test can wait for the code it drives to have gone to sleep. */
  readonly pending: number
}

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/**
 * Two times are kept apart, as a computer does: the hands, which `set` moves at will, and the time that has passed,
 * which only grows and which timers follow.
 */
export function fakeClock(start: Date = new Date('2026-01-01T00:00:00.000Z')): FakeClock {
  let passed = 0
  let hands = start.getTime()
  const timers = new Set<Timer>()

  function passUntil(moment: number): void {
    hands += moment - passed
    passed = moment
  }

  // The earliest timer due until then; of two at one moment the one that was set first, as a Set keeps that order.
  function nextDue(until: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of timers) {
      if (timer.due <= until && (next === undefined || timer.due < next.due)) next = timer
    }
    return next
  }

  function fire(timer: Timer): void {
    timers.delete(timer)
    passUntil(timer.due)
    timer.callback()
  }

  function after(ms: number, callback: () => void): () => void {
    const timer = { due: passed + checkedSpan(ms), callback }
    timers.add(timer)
    return () => timers.delete(timer)
  }

  return {
    now: () => new Date(hands),
    set: (time) => {
      hands = time.getTime()
    },
    advance: (ms) => {
      const end = passed + checkedSpan(ms)
      for (let timer = nextDue(end); timer !== undefined; timer = nextDue(end)) fire(timer)
      passUntil(end)
    },
    elapse: async (ms) => {
      const end = passed + checkedSpan(ms)
      await turn()
      for (let timer = nextDue(end); timer !== undefined; timer = nextDue(end)) {
        fire(timer)
        await turn()
      }
      passUntil(end)
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        after(ms, resolve)
      }),
    after,
    get pending() {
      return timers.size
    },
  }
}

function checkedSpan(ms: number): number {
  if (Number.isSafeInteger(ms) && ms >= 0) return ms
  throw new Error(
    `Time cannot pass by ${ms} ms. Give whole milliseconds from 0 up, or use set() to step the hands back.`,
  )
}
