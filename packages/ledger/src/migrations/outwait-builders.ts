import { setTimeout as delay } from 'node:timers/promises'
import { UnavailableError } from '../errors/index.ts'
import { buildersOf, describeHolders } from './holders.ts'
import type { SqlClient } from './migration-pool.ts'
import type { Patience } from './patience.ts'

/**
 * Waits until nobody builds an index of the table. It asks again and again instead of queueing for the
 * builder's lock: whoever waits for a lock holds a snapshot of the catalogs, a build waits for every older
 * snapshot, and the two would deadlock.
 */
export async function outwaitBuilders(
  connection: SqlClient,
  table: string,
  patience: Patience,
): Promise<void> {
  const giveUpAt = performance.now() + patience.turnTimeoutMs
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    const builders = await buildersOf(connection, table)
    if (builders.length === 0) return
    if (performance.now() > giveUpAt) {
      throw new UnavailableError(
        'lock_timeout',
        `An index of ${table} has been under construction for more than ${patience.turnTimeoutMs} ms, by ` +
          `${describeHolders(builders)}. Wait for it to end, then run again.`,
        'not_written',
        { table, blockedBy: builders },
      )
    }
    await delay(pauseMs)
  }
}
