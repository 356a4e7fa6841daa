import type { Account } from '../accounts/account.ts'
import type { BookNeeds } from '../engine/store.ts'
import { type AccountRow, accountRow, toAccount } from './rows.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

/**
 * Locks every account that a batch touches and reads it as it stands: those it names, and those of the holds and journals
 * it names, whose accounts never change.
 *
 * Accounts are locked in the order of their ids; the ORDER BY may not go, or two batches with two accounts in common
 * wait for each other until PostgreSQL kills one of them after a second. NO KEY UPDATE, because a plain UPDATE lock
 * would also stop whoever places a hold, whose foreign key only asks that the account stays.
 */
export async function lockAccounts(
  connection: SqlConnection,
  book: string,
  bookId: number,
  { accounts, holds, journals }: BookNeeds,
): Promise<Account[]> {
  const named = JSON.stringify({ accounts: [...accounts], holds: [...holds], journals: [...journals] })
  const rows = await readRows<AccountRow>(connection, statement, [bookId, named])
  return rows.map((row) => toAccount(book, row))
}

const statement = `
SELECT ${accountRow}::text AS row
FROM ledger.account
WHERE account.book_id = $1::integer
  AND account.id IN (
    SELECT named.id
    FROM ledger.account AS named
    WHERE named.book_id = $1::integer
      AND named.code IN (SELECT json_array_elements_text($2::text::json -> 'accounts'))
    UNION
    SELECT hold.account_id
    FROM ledger.hold
    WHERE hold.book_id = $1::integer
      AND hold.id IN (SELECT json_array_elements_text($2::text::json -> 'holds')::uuid)
    UNION
    SELECT entry.account_id
    FROM ledger.entry
    WHERE entry.journal_id IN (SELECT json_array_elements_text($2::text::json -> 'journals')::uuid)
  )
ORDER BY account.id
FOR NO KEY UPDATE OF account`
