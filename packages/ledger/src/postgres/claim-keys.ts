import type { RememberedKey } from '../engine/store.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

/**
 * Claims keys by inserting them, and answers with those that have their outcome already.
 *
 * The insert waits for a twin that has claimed the same key and not ended; when the twin commits, the key is found with
 * its outcome by the second statement, which sees what the first has waited for. That is why they are two. Keys are
 * claimed in their order, so that two batches with the same two keys never wait for each other.
 */
export async function claimKeys(
  connection: SqlConnection,
  bookId: number,
  claims: ReadonlyMap<string, { readonly request: string }>,
): Promise<ReadonlyMap<string, RememberedKey>> {
  if (claims.size === 0) return new Map()
  const json = JSON.stringify([...claims].map(([key, { request }]) => ({ key, request })))
  await connection.query(insertKeys, [bookId, json])
  const rows = await readRows<{ key: string; request: string; outcome: string }>(connection, readOutcomes, [
    bookId,
    json,
  ])
  return new Map(rows.map(({ key, request, outcome }) => [key, { request, outcome }]))
}

const insertKeys = `
INSERT INTO ledger.key (book_id, key, request)
SELECT $1::integer, claim.key, claim.request
FROM json_to_recordset($2::text::json) AS claim (key text, request text)
ORDER BY claim.key COLLATE "C"
ON CONFLICT (book_id, key) DO NOTHING`

const readOutcomes = `
SELECT json_build_object('key', key.key, 'request', key.request, 'outcome', key.outcome)::text AS row
FROM json_to_recordset($2::text::json) AS claim (key text)
CROSS JOIN LATERAL (
  SELECT claimed.*
  FROM ledger.key AS claimed
  WHERE claimed.book_id = $1::integer
    AND claimed.key = claim.key
  LIMIT 1
) AS key
WHERE key.outcome IS NOT NULL`
