import { setTimeout as pause } from 'node:timers/promises'
import { type Db, inTransaction } from '../database/transaction.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { marksOf } from '../secrets/marks.ts'
import { SealError } from '../secrets/seal.ts'
import { placeOf, type SealedColumn, sealedColumns } from '../secrets/sealed-columns.ts'
import { countOldValues, lockOldValues, type OldValue, replaceValue } from './reseal-store.ts'

export interface Resealing {
  readonly db: Db
  readonly keyring: Keyring
  /** Told after every batch. */
  onProgress(progress: { readonly place: string; readonly resealed: number; readonly left: number }): void
}

/** What could not be opened, and so was left as it is. */
export interface Unopened {
  readonly place: string
  readonly error: SealError
}

const batch = 50
const busyMs = 200

/**
 * Seals everything again that an older key has sealed, so that the older key may go. The service goes on meanwhile.
 *
 * Nothing remembers how far it has come: each value says which key has sealed it, so what is left is what has to be
 * done. It can be killed at any point and begun again, by several processes at once as well. A value that does not open
 * stays, and stops no other.
 */
export async function reseal(
  resealing: Resealing,
): Promise<{ readonly resealed: number; readonly unopened: readonly Unopened[] }> {
  let resealed = 0
  for (;;) {
    const unopened: Unopened[] = []
    let left = 0
    for (const column of Object.values<SealedColumn>(sealedColumns)) {
      const found = await resealColumn(resealing, column)
      resealed += found.resealed
      unopened.push(...found.unopened)
      left += await countOldValues(resealing.db, column, resealing.keyring.newest)
    }
    if (left <= unopened.length) return { resealed, unopened }
    // Somebody had locked what is left.
    await pause(busyMs)
  }
}

/** Once through the rows of a column, in the order of their ids. */
async function resealColumn(
  { db, keyring, onProgress }: Resealing,
  column: SealedColumn,
): Promise<{ resealed: number; unopened: Unopened[] }> {
  const { newest } = keyring
  const unopened: Unopened[] = []
  const all = await countOldValues(db, column, newest)
  let resealed = 0
  let from: string | undefined
  for (;;) {
    const values = await inTransaction(db, async (trx) => {
      const found = await lockOldValues(trx, column, { newest, from, limit: batch })
      for (const old of found) {
        const value = resealedValue(keyring, column, old)
        if ('error' in value) {
          unopened.push(value)
          continue
        }
        await replaceValue(trx, column, value)
        resealed += 1
      }
      return found
    })
    const last = values.at(-1)
    if (last === undefined) return { resealed, unopened }
    from = last.key
    onProgress({ place: `${column.table}.${column.column}`, resealed, left: Math.max(0, all - resealed) })
  }
}

function resealedValue(
  keyring: Keyring,
  column: SealedColumn,
  { key, id, tenantId, sealed }: OldValue,
): { key: string; sealed: Buffer; mark: Buffer | undefined } | Unopened {
  const place = placeOf(column, { tenantId, id })
  try {
    const value = keyring.open(sealed, place)
    const mark = column.mark === undefined ? undefined : marksOf(keyring, column, { tenantId, value })[0]
    return { key, sealed: keyring.seal(value, place), mark }
  } catch (error) {
    if (error instanceof SealError) return { place, error }
    throw error
  }
}
