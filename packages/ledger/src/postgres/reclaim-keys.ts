import type { SqlConnection } from './sql-connection.ts'
import { releaseKeys } from './write-keys.ts'

/**
 * Claims keys of ours anew, for another request than they were claimed for. A key keeps the request of its claim for
 * ever, so the row is replaced, in two statements: one alone would find its own row in the way. Twins that wait for the
 * key wait on, for whichever of the two rows is there when we commit.
 */
export async function reclaimKeys(
  connection: SqlConnection,
  bookId: number,
  keys: readonly { readonly key: string; readonly request: string }[],
): Promise<void> {
  if (keys.length === 0) return
  await releaseKeys(connection, bookId, keys)
  const json = JSON.stringify(keys.map(({ key, request }) => ({ key, request })))
  await connection.query(insert, [bookId, json])
}

const insert = `
INSERT INTO ledger.key (book_id, key, request)
SELECT $1::integer, claim.key, claim.request
FROM json_to_recordset($2::text::json) AS claim (key text, request text)
ORDER BY claim.key COLLATE "C"`
