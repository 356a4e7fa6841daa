import type { Account } from '../accounts/account.ts'
import type { Hold } from '../holds/hold.ts'
import type { HoldId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Question } from './flights.ts'
import { accountOf, type HoldRow, holdRow, toHold } from './rows.ts'
import { rowsOf } from './sql-connection.ts'

/** Where the holds are asked for. */
interface BookRow {
  readonly name: string
  readonly id: number
}

/**
 * Loads the holds that a batch names. Asked after the accounts are locked: a hold changes only under the lock of its
 * account, so holds are never locked themselves.
 */
export function loadHolds(book: BookRow, named: ReadonlySet<HoldId>): Question<Hold[]> | undefined {
  return named.size === 0 ? undefined : holdsOf(book, { holds: [...named], accounts: [], at: null })
}

/** Loads every open hold of the batch's accounts that has expired by its instant. */
export function loadExpired(
  book: BookRow,
  accounts: readonly Account[],
  at: Instant,
): Question<Hold[]> | undefined {
  // An account that holds nothing has no open hold to expire.
  const holding = accounts.filter(({ held }) => held > 0n).map(({ id }) => id)
  return holding.length === 0 ? undefined : holdsOf(book, { holds: [], accounts: holding, at })
}

function holdsOf(
  { name, id }: BookRow,
  { at, ...wanted }: { holds: readonly HoldId[]; accounts: readonly string[]; at: Instant | null },
): Question<Hold[]> {
  return {
    statement: { text: statement, values: [id, JSON.stringify(wanted), at] },
    read: (result) => rowsOf<HoldRow>(result).map((row) => toHold(name, row)),
  }
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
