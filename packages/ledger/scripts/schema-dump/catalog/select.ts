import * as z from 'zod'
import type { SqlClient } from '../../../src/migrations/index.ts'

/**
 * Rows of a catalog query, checked. Every column is text or a list of texts, so no driver's parser matters.
 */
export async function select<Row>(connection: SqlClient, row: z.ZodType<Row>, sql: string): Promise<Row[]> {
  const { rows } = await connection.query(sql)
  return z.array(row).parse(rows)
}

/** A statement, and the object on whose page it belongs: `ledger.book`, `ledger.post(integer)`. */
export const statement = z.object({ page: z.string(), sql: z.string() })
export type Statement = z.infer<typeof statement>

/** One object with a page of its own, and the statement that makes it. */
export type Page = Statement
