import type { BookNeeds, Needs } from '../engine/store.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

/**
 * The names of what a batch needs whose accounts somebody else has locked at this moment: `account main user:1`. It
 * locks the free ones for an instant and takes what it could not get to be locked.
 */
export async function findLocked(connection: SqlConnection, needs: Needs): Promise<ReadonlySet<string>> {
  const locked = new Set<string>()
  for (const [book, named] of needs) {
    const rows = await readRows<string>(connection, statement, [book, toJson(named)])
    for (const name of rows) locked.add(name.replace(' ', ` ${book} `))
  }
  return locked
}

function toJson({ accounts, holds, journals }: BookNeeds): string {
  return JSON.stringify({ accounts: [...accounts], holds: [...holds], journals: [...journals] })
}

const statement = `
WITH named AS (
  SELECT account.book_id, account.id, 'account ' || account.code AS name
  FROM ledger.account
  WHERE account.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
    AND account.code IN (SELECT json_array_elements_text($2::text::json -> 'accounts'))
  UNION ALL
  SELECT hold.book_id, hold.account_id, 'hold ' || hold.id
  FROM ledger.hold
  WHERE hold.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
    AND hold.id IN (SELECT json_array_elements_text($2::text::json -> 'holds')::uuid)
  UNION ALL
  SELECT entry.book_id, entry.account_id, 'journal ' || entry.journal_id
  FROM ledger.entry
  WHERE entry.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
    AND entry.journal_id IN (SELECT json_array_elements_text($2::text::json -> 'journals')::uuid)
), free AS (
  SELECT account.id
  FROM ledger.account
  WHERE (account.book_id, account.id) IN (SELECT named.book_id, named.id FROM named)
  ORDER BY account.id
  FOR NO KEY UPDATE OF account SKIP LOCKED
)
SELECT to_json(named.name)::text AS row
FROM named
WHERE named.id NOT IN (SELECT free.id FROM free)`
