import type { Account } from '../accounts/account.ts'
import { InvariantError } from '../errors/index.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

export async function insertAccounts(
  connection: SqlConnection,
  bookId: number,
  accounts: readonly Account[],
): Promise<void> {
  if (accounts.length > 0) await connection.query(insert, [bookId, JSON.stringify(accounts.map(toJson))])
}

/** Gives locked accounts their new totals, and makes sure that each was there to be given them. */
export async function updateAccounts(
  connection: SqlConnection,
  bookId: number,
  accounts: readonly Account[],
): Promise<void> {
  if (accounts.length === 0) return
  const rows = await readRows<{ id: string }>(connection, update, [
    bookId,
    JSON.stringify(accounts.map(toJson)),
  ])
  if (rows.length === accounts.length) return
  throw new InvariantError(
    'unexpected_row',
    `${accounts.length} locked accounts were to be written and ${rows.length} were found.`,
  )
}

function toJson(account: Account): Record<string, unknown> {
  return {
    id: account.id,
    code: account.code,
    type: account.type,
    currency: account.currency,
    scale: account.scale,
    floor: account.floor === null ? null : String(account.floor),
    ceiling: account.ceiling === null ? null : String(account.ceiling),
    posted: String(account.posted),
    held: String(account.held),
    version: account.version,
    entry_count: account.entryCount,
    status: account.status,
    metadata: account.metadata,
    opened_at: account.openedAt,
    changed_at: account.changedAt,
  }
}

const insert = `
INSERT INTO ledger.account (
  book_id, id, code, type, currency, scale, floor, ceiling,
  posted, held, version, entry_count, status, metadata, opened_at, changed_at
)
SELECT
  $1::integer, id, code, type, currency, scale, floor, ceiling,
  posted, held, version, entry_count, status, metadata, opened_at, changed_at
FROM json_to_recordset($2::text::json) AS account (
  id uuid, code text, type text, currency text, scale smallint, floor numeric, ceiling numeric,
  posted numeric, held numeric, version bigint, entry_count bigint,
  status text, metadata jsonb, opened_at timestamptz, changed_at timestamptz
)`

const update = `
UPDATE ledger.account
SET
  posted = changed.posted,
  held = changed.held,
  version = changed.version,
  entry_count = changed.entry_count,
  status = changed.status,
  changed_at = changed.changed_at
FROM json_to_recordset($2::text::json) AS changed (
  id uuid, posted numeric, held numeric, version bigint, entry_count bigint, status text, changed_at timestamptz
)
WHERE account.book_id = $1::integer
  AND account.id = changed.id
RETURNING json_build_object('id', account.id)::text AS row`
