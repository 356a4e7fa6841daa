import type { Keyring } from './keyring.ts'
import type { SealedColumn } from './sealed-columns.ts'

/**
 * By what equal values of a sealed column are found without opening any: an HMAC with a key of its own for each column,
 * and different in each tenant. Account numbers can be counted through, so a plain hash of one is as good as the number.
 *
 * One mark for each key there is, the newest first: that one is stored, and all of them are looked for.
 */
export function marksOf(
  { authenticate }: Pick<Keyring, 'authenticate'>,
  { table, column }: Pick<SealedColumn, 'table' | 'column'>,
  { tenantId, value }: { tenantId: number; value: Buffer },
): readonly [Buffer, ...Buffer[]] {
  return authenticate(`mark of ${table}.${column}`, [String(tenantId), value])
}
