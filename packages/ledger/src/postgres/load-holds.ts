import type { Account } from '../accounts/account.ts'
import type { Hold } from '../holds/hold.ts'
import type { HoldId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { type HoldRow, holdRow, toHold } from './rows.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

/**
 * Loads the holds a batch names, and every open one of its accounts that has expired by its instant. Asked after the
 * accounts are locked: a hold changes only under the lock of its account, so holds are never locked themselves.
 */
export async function loadHolds(
  connection: SqlConnection,
  book: string,
  bookId: number,
  named: ReadonlySet<HoldId>,
  accounts: readonly Account[],
  at: Instant,
): Promise<Hold[]> {
  // An account that holds nothing has no open hold to expire.
  const holding = accounts.filter(({ held }) => held > 0n).map(({ id }) => id)
  if (named.size === 0 && holding.length === 0) return []
  const asked = JSON.stringify({ holds: [...named], accounts: holding })
  const rows = await readRows<HoldRow>(connection, statement, [bookId, asked, at])
  return rows.map((row) => toHold(book, row))
}

const statement = `
SELECT ${holdRow}::text AS row
FROM ledger.hold
JOIN ledger.account
  ON account.book_id = hold.book_id
 AND account.id = hold.account_id
WHERE hold.book_id = $1::integer
  AND hold.id IN (
    SELECT json_array_elements_text($2::text::json -> 'holds')::uuid
    UNION
    SELECT expired.id
    FROM ledger.hold AS expired
    WHERE expired.book_id = $1::integer
      AND expired.account_id IN (SELECT json_array_elements_text($2::text::json -> 'accounts')::uuid)
      AND expired.status = 'open'
      AND expired.expires_at <= $3::timestamptz
  )`
