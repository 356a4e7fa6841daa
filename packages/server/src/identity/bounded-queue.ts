/** Runs work so many at a time, lets so many wait, and refuses the rest at once. */
export interface BoundedQueue {
  run<T>(work: () => Promise<T>): Promise<T>
  readonly running: number
  readonly waiting: number
  /** How much work has ended so far, well or badly. */
  readonly ended: number
}

export function boundedQueue({
  atOnce,
  waiting: mostWaiting,
  refuse,
}: {
  atOnce: number
  waiting: number
  /** Throws: what a caller is told who cannot even wait. */
  refuse: () => never
}): BoundedQueue {
  const waiting: (() => void)[] = []
  let running = 0
  let ended = 0

  return {
    async run(work) {
      if (running < atOnce) running += 1
      else {
        if (waiting.length >= mostWaiting) refuse()
        // Whoever leaves hands over its place, so `running` stays as it is.
        await new Promise<void>((enter) => waiting.push(enter))
      }
      try {
        return await work()
      } finally {
        ended += 1
        const next = waiting.shift()
        if (next === undefined) running -= 1
        else next()
      }
    },
    get running() {
      return running
    },
    get waiting() {
      return waiting.length
    },
    get ended() {
      return ended
    },
  }
}
