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
  SELECT by_code.id, 'account ' || wanted.code AS name
  FROM json_array_elements_text($2::text::json -> 'accounts') AS wanted (code)
  CROSS JOIN LATERAL (
    SELECT account.id
    FROM ledger.account
    WHERE account.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
      AND account.code = wanted.code
    LIMIT 1
  ) AS by_code
  UNION ALL
  SELECT by_hold.account_id, 'hold ' || wanted.id
  FROM json_array_elements_text($2::text::json -> 'holds') AS wanted (id)
  CROSS JOIN LATERAL (
    SELECT hold.account_id
    FROM ledger.hold
    WHERE hold.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
      AND hold.id = wanted.id::uuid
    LIMIT 1
  ) AS by_hold
  UNION ALL
  SELECT by_journal.account_id, 'journal ' || wanted.id
  FROM json_array_elements_text($2::text::json -> 'journals') AS wanted (id)
  CROSS JOIN LATERAL (
    SELECT entry.account_id
    FROM ledger.entry
    WHERE entry.journal_id = wanted.id::uuid
    OFFSET 0
  ) AS by_journal
)
SELECT to_json(named.name)::text AS row
FROM named
LEFT JOIN LATERAL (
  SELECT account.id
  FROM ledger.account
  WHERE account.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
    AND account.id = named.id
  LIMIT 1
  FOR NO KEY UPDATE SKIP LOCKED
) AS free ON true
WHERE free.id IS NULL`
