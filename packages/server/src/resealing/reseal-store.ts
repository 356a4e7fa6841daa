import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { SealedColumn } from '../secrets/sealed-columns.ts'

/** A value that an older key has sealed. */
export interface OldValue {
  /** The primary key of its row. */
  readonly key: string
  /** What it is bound to; see placeOf. */
  readonly id: string
  readonly tenantId: number
  readonly sealed: Buffer
}

/**
 * Locks some values that are sealed with another key than the newest, from a row on. Rows that somebody uses at the
 * moment are passed over: nobody waits for this, and it waits for nobody. Whoever changes a row seals it with the newest
 * key anyway.
 */
export async function lockOldValues(
  trx: Trx,
  { table, column, key, boundTo = key }: SealedColumn,
  { newest, from, limit }: { newest: string; from: string | undefined; limit: number },
): Promise<OldValue[]> {
  const [keyColumn, sealed] = [sql.id('holder', key), sql.id('holder', column)]
  const { rows } = await sql<OldValue>`
    SELECT   ${keyColumn}::text AS key, ${sql.id('holder', boundTo)}::text AS id, holder.tenant_id AS "tenantId",
             ${sealed} AS sealed
    FROM     ${sql.id('wallet', table)} AS holder
    WHERE    ${isOld(sealed, newest)}
    AND      ${from === undefined ? sql`true` : sql`${keyColumn} > ${from}`}
    ORDER BY ${keyColumn}
    LIMIT    ${limit}
    FOR NO KEY UPDATE SKIP LOCKED
  `.execute(trx)
  return rows
}

export async function replaceValue(
  trx: Trx,
  { table, column, key, mark }: SealedColumn,
  value: { key: string; sealed: Buffer; mark: Buffer | undefined },
): Promise<void> {
  const alsoMark = mark === undefined ? sql`` : sql`, ${sql.id(mark)} = ${value.mark}`
  await sql`
    UPDATE ${sql.id('wallet', table)}
    SET    ${sql.id(column)} = ${value.sealed}${alsoMark}
    WHERE  ${sql.id(key)} = ${value.key}
  `.execute(trx)
}

/** How many values another key than the newest has sealed. */
export async function countOldValues(
  db: Db,
  { table, column }: SealedColumn,
  newest: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count
    FROM   ${sql.id('wallet', table)}
    WHERE  ${isOld(sql.id(column), newest)}
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** The name of the key stands in the clear before each value: a byte with its length, then the name. See seal.ts. */
function isOld(sealed: ReturnType<typeof sql.id>, newest: string) {
  return sql<boolean>`
    substring(${sealed} FROM 3 FOR get_byte(${sealed}, 1)) <> convert_to(${newest}, 'UTF8')
  `
}
