import type { Account } from '../accounts/account.ts'
import type { Flights } from './flights.ts'

/** Opens accounts, empty: what the rest of the batch does to them is written as steps, like that of any other. */
export function insertAccounts(flights: Flights, bookId: number, accounts: readonly Account[]): void {
  if (accounts.length > 0) flights.add(insert, [bookId, JSON.stringify(accounts.map(toJson))])
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
    metadata: account.metadata,
    opened_at: account.openedAt,
  }
}

const insert = `
INSERT INTO ledger.account (
  book_id, id, code, type, currency, scale, floor, ceiling, metadata, opened_at, changed_at
)
SELECT
  $1::integer, id, code, type, currency, scale, floor, ceiling, metadata, opened_at, opened_at
FROM json_to_recordset($2::text::json) AS account (
  id uuid, code text, type text, currency text, scale smallint, floor numeric, ceiling numeric,
  metadata jsonb, opened_at timestamptz
)`
