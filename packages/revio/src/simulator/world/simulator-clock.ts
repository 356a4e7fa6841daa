/** The simulator's time: everything that happens later (retries, slow banks, due dates) waits on it. */
export type SimulatorClock = {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Runs `task` once the time has come; at once, after the current turn, when it already has. */
  at(timeMs: number, task: () => Promise<void>): void
  /** Resolves when nothing that is due is still under way. */
  idle(): Promise<void>
  /** Forgets all that is planned. */
  stop(): void
}

export type VirtualClock = SimulatorClock & {
  /** Moves time forward and runs, in order, all that falls due on the way. Resolves when that is done. */
  advance(ms: number): Promise<void>
}

/** Keeps the promises of tasks under way, so that `idle` can wait for them and for what they start. */
function trackTasks(): { start: (task: () => Promise<void>) => void; idle: () => Promise<void> } {
  const underWay = new Set<Promise<void>>()
  return {
    start(task) {
      const run = new Promise<void>((resolve) => setImmediate(resolve)).then(task)
      underWay.add(run)
      const forget = (): boolean => underWay.delete(run)
      run.then(forget, (error: unknown) => {
        forget()
        // A task never fails on purpose. Left unhandled, this stops the process and shows where.
        throw error
      })
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

export function createRealClock(): SimulatorClock {
  const tasks = trackTasks()
  const timers = new Set<NodeJS.Timeout>()
  return {
    now: () => Date.now(),
    at(timeMs, task) {
      const waitMs = timeMs - Date.now()
      if (waitMs <= 0) {
        tasks.start(task)
        return
      }
      const timer = setTimeout(() => {
        timers.delete(timer)
        tasks.start(task)
      }, waitMs)
      timers.add(timer)
    },
    idle: tasks.idle,
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

export function createVirtualClock(startMs: number): VirtualClock {
  const tasks = trackTasks()
  let nowMs = startMs
  let planned: { timeMs: number; task: () => Promise<void> }[] = []

  return {
    now: () => nowMs,
    at(timeMs, task) {
      if (timeMs <= nowMs) {
        tasks.start(task)
        return
      }
      planned.push({ timeMs, task })
      // Sorting is stable, so tasks of one moment run in the order in which they were planned.
      planned.sort((a, b) => a.timeMs - b.timeMs)
    },
    idle: tasks.idle,
    stop() {
      planned = []
    },
    async advance(ms) {
      const until = nowMs + ms
      await tasks.idle()
      for (let next = planned[0]; next !== undefined && next.timeMs <= until; next = planned[0]) {
        planned.shift()
        nowMs = next.timeMs
        tasks.start(next.task)
        await tasks.idle()
      }
      nowMs = until
    },
  }
}
