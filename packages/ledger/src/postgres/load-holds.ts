import type { Account } from '../accounts/account.ts'
import type { Hold } from '../holds/hold.ts'
import type { HoldId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { accountOf, type HoldRow, holdRow, toHold } from './rows.ts'
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
FROM (
  SELECT id::uuid
  FROM json_array_elements_text($2::text::json -> 'holds') AS named (id)
  UNION
  SELECT expired.id
  FROM json_array_elements_text($2::text::json -> 'accounts') AS holding (id)
  CROSS JOIN LATERAL (
    SELECT hold.id
    FROM ledger.hold
    WHERE hold.account_id = holding.id::uuid
      AND hold.status = 'open'
      AND hold.expires_at <= $3::timestamptz
    OFFSET 0
  ) AS expired
) AS wanted
CROSS JOIN LATERAL (
  SELECT found.*
  FROM ledger.hold AS found
  WHERE found.book_id = $1::integer
    AND found.id = wanted.id
  LIMIT 1
) AS hold
CROSS JOIN LATERAL ${accountOf('hold')} AS account`
