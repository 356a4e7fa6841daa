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
 *
 * Here as in every statement of this folder rows are looked up one by one, inside LATERAL with a LIMIT. Joins and IN
 * leave the planner to guess how many rows a list of JSON has and a table holds; with a hundred thousand accounts it
 * guessed that reading all of them was best, for each batch.
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
FROM (
  SELECT by_code.id
  FROM json_array_elements_text($2::text::json -> 'accounts') AS wanted (code)
  CROSS JOIN LATERAL (
    SELECT found.id
    FROM ledger.account AS found
    WHERE found.book_id = $1::integer
      AND found.code = wanted.code
    LIMIT 1
  ) AS by_code
  UNION
  SELECT by_hold.account_id
  FROM json_array_elements_text($2::text::json -> 'holds') AS wanted (id)
  CROSS JOIN LATERAL (
    SELECT hold.account_id
    FROM ledger.hold
    WHERE hold.book_id = $1::integer
      AND hold.id = wanted.id::uuid
    LIMIT 1
  ) AS by_hold
  UNION
  SELECT by_journal.account_id
  FROM json_array_elements_text($2::text::json -> 'journals') AS wanted (id)
  CROSS JOIN LATERAL (
    SELECT entry.account_id
    FROM ledger.entry
    WHERE entry.journal_id = wanted.id::uuid
    OFFSET 0
  ) AS by_journal
  ORDER BY id
) AS named
CROSS JOIN LATERAL (
  SELECT locked.*
  FROM ledger.account AS locked
  WHERE locked.book_id = $1::integer
    AND locked.id = named.id
  LIMIT 1
  FOR NO KEY UPDATE
) AS account`
