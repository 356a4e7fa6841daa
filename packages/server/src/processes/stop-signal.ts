import { exitCodes } from './exit-codes.ts'

export interface StopSignal {
  /** Aborted when the process is told to stop. */
  readonly signal: AbortSignal
  stopListening(): void
}

/**
 * Hears Ctrl-C, `kill` and a terminal that closes. A second Ctrl-C ends the process on the spot.
 *
 * Only a second Ctrl-C does: whoever started us may send SIGTERM on top of the first, and a supervisor may repeat it.
 */
export function listenForStop(): StopSignal {
  const controller = new AbortController()
  let interrupts = 0
  const stop = (): void => controller.abort()
  const interrupt = (): void => {
    interrupts += 1
    if (interrupts > 1) process.exit(exitCodes.interrupted)
    stop()
  }
  process.on('SIGINT', interrupt)
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
  return {
    signal: controller.signal,
    stopListening() {
      process.off('SIGINT', interrupt)
      for (const name of ['SIGTERM', 'SIGHUP'] as const) process.off(name, stop)
    },
  }
}
