import { setTimeout as delay } from 'node:timers/promises'
import { withConnection } from './connection.ts'
import { blockersOf, type Holder } from './holders.ts'
import type { MigrationPool } from './migration-pool.ts'

/**
 * Looks from a second connection at who blocks the session `pid`, until stopped. Afterwards is too late to
 * ask: a statement that gave up waits for nobody. The first look comes after `everyMs`, so that a file which
 * is not held up costs no connection.
 */
export function watchBlockers(pool: MigrationPool, pid: number, everyMs: number): BlockerWatch {
  const stopped = new AbortController()
  let seen: Holder[] = []

  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      await delay(everyMs, undefined, { signal: stopped.signal })
      const now = await withConnection(pool, (connection) => blockersOf(connection, pid), { waitMs: everyMs })
      if (now.length > 0) seen = now
    }
  }

  // The watch only puts names into a message. Where it fails, for want of a second connection say, nobody is
  // named.
  const watching = watch().catch(() => undefined)
  return {
    async stop() {
      stopped.abort()
      await watching
      return seen
    },
  }
}

export interface BlockerWatch {
  /** Ends the watch and says who was last seen in the way. */
  stop(): Promise<Holder[]>
}
