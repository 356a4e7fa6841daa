import { setTimeout as pause } from 'node:timers/promises'
import { actAs } from '../database/act.ts'
import type { Logger } from '../observability/logger.ts'
import type { Part } from './run-parts.ts'

/**
 * Does something again and again until it is stopped: never twice at once, and a failure is logged and forgotten. Work
 * that says there is more is followed at once by the next. What it writes is recorded under its name.
 */
export function startRepeating({
  name,
  everyMs,
  work,
  logger,
}: {
  name: string
  everyMs: number
  work: () => Promise<'more' | 'done'>
  logger: Logger
}): Part {
  const stop = new AbortController()
  const { signal } = stop

  async function repeat(): Promise<void> {
    while (!signal.aborted) {
      let left: 'more' | 'done' = 'done'
      try {
        left = await actAs({ actor: `job:${name}` }, work)
      } catch (error) {
        logger.warn({ err: error, part: name }, 'repeated work failed; it is tried again at its next time')
      }
      // A stop ends the pause by an error, which is how the loop learns of it.
      if (left === 'done') await pause(everyMs, undefined, { signal }).catch(() => undefined)
    }
  }

  const ended = repeat()
  return {
    name,
    async stop() {
      stop.abort()
      await ended
    },
  }
}
