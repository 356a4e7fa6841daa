import type { RememberedKey } from '../engine/store.ts'
import { InvariantError } from '../errors/index.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

/** Gives claimed keys their outcome, and makes sure that each was ours to give one. */
export async function rememberKeys(
  connection: SqlConnection,
  bookId: number,
  keys: readonly (RememberedKey & { readonly key: string })[],
): Promise<void> {
  if (keys.length === 0) return
  const json = JSON.stringify(keys.map(({ key, outcome }) => ({ key, outcome })))
  const rows = await readRows<{ key: string }>(connection, remember, [bookId, json])
  if (rows.length === keys.length) return
  throw new InvariantError(
    'unexpected_row',
    `${keys.length} claimed keys were to get their outcome and ${rows.length} were found without one.`,
  )
}

/** Frees keys whose commands could not be judged. */
export async function releaseKeys(
  connection: SqlConnection,
  bookId: number,
  keys: readonly { readonly key: string }[],
): Promise<void> {
  if (keys.length === 0) return
  await connection.query(release, [bookId, JSON.stringify(keys.map(({ key }) => key))])
}

const remember = `
UPDATE ledger.key
SET outcome = remembered.outcome
FROM json_to_recordset($2::text::json) AS remembered (key text, outcome text)
CROSS JOIN LATERAL (
  SELECT claimed.ctid
  FROM ledger.key AS claimed
  WHERE claimed.book_id = $1::integer
    AND claimed.key = remembered.key
  LIMIT 1
) AS found
WHERE key.ctid = found.ctid
  AND key.outcome IS NULL
RETURNING json_build_object('key', key.key)::text AS row`

const release = `
DELETE FROM ledger.key
USING json_array_elements_text($2::text::json) AS released (key)
CROSS JOIN LATERAL (
  SELECT claimed.ctid
  FROM ledger.key AS claimed
  WHERE claimed.book_id = $1::integer
    AND claimed.key = released.key
  LIMIT 1
) AS found
WHERE key.ctid = found.ctid
  AND key.outcome IS NULL`
