import { setTimeout as delay } from 'node:timers/promises'
import { UnavailableError } from '../errors/index.ts'
import { inTransaction } from './connection.ts'
import { describeHolders, type Holder, runnersOf } from './holders.ts'
import type { MigrationPool, SqlClient } from './migration-pool.ts'
import { lockKey, settings } from './migration-sql.ts'
import type { Patience } from './patience.ts'

/**
 * Runs `work` in a transaction while no other process migrates the schema. The lock belongs to the
 * transaction, never to the session, because behind a pooler the next transaction may run in another session.
 *
 * Whoever finds it taken ends the transaction and asks again later. Waiting inside `pg_advisory_xact_lock`
 * would hold a snapshot, for which a concurrent index build by the holder waits: neither would ever end.
 */
export async function takeTurn<T>(
  pool: MigrationPool,
  schema: string,
  patience: Patience,
  work: (trx: SqlClient) => Promise<T>,
  onWait: (holders: readonly Holder[]) => void,
): Promise<T> {
  const giveUpAt = performance.now() + patience.turnTimeoutMs
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    const turn = await inTransaction(pool, async (trx): Promise<Turn<T>> => {
      for (const setting of settings(patience.lockTimeoutMs)) await trx.query(setting)
      if (await tryLock(trx, schema)) return { taken: true, result: await work(trx) }
      return { taken: false, holders: await runnersOf(trx, schema) }
    })
    if (turn.taken) return turn.result
    if (performance.now() > giveUpAt) throw gaveUp(schema, patience, turn.holders)

    onWait(turn.holders)
    await delay(pauseMs)
  }
}

type Turn<T> =
  | { readonly taken: true; readonly result: T }
  | { readonly taken: false; readonly holders: readonly Holder[] }

async function tryLock(trx: SqlClient, schema: string): Promise<boolean> {
  const { rows } = await trx.query(`SELECT pg_try_advisory_xact_lock(${lockKey(schema)})::text AS taken`)
  return Reflect.get(Object(rows[0]), 'taken') === 'true'
}

function gaveUp(schema: string, patience: Patience, holders: readonly Holder[]): UnavailableError {
  return new UnavailableError(
    'lock_timeout',
    `Another process has been migrating schema ${schema} for more than ${patience.turnTimeoutMs} ms: ` +
      `${describeHolders(holders)}. Wait for it to end, then run again.`,
    'not_written',
    { schema, blockedBy: holders },
  )
}
