import type { Account } from '../accounts/account.ts'
import type { BookNeeds } from '../engine/store.ts'
import { type Instant, toInstant } from '../instant.ts'
import { accountLines, readAccountLines } from './account-lines.ts'
import { claimedKeys, claimRows } from './claimed-keys.ts'
import type { Question } from './flights.ts'
import { rowsIn } from './row-source.ts'
import { utc } from './rows.ts'
import { type FlightValue, rowsOf } from './sql-connection.ts'

/** What a batch has in a book once it may begin there. */
export interface Footing {
  /** How many of its keys nobody had used. The others are remembered; `read-outcomes.ts` tells what. */
  readonly claimed: number
  readonly accounts: readonly Account[]
  /** The database's clock after the last lock. */
  readonly now: Instant
  /** The number of this batch. */
  readonly batch: string
}

/**
 * Claims keys by inserting them, then locks every account that a batch touches and reads it as it stands: those it names,
 * and those of the holds and journals it names, whose accounts never change. Then reads the clock.
 *
 * The insert waits for a twin that has claimed the same key and not ended. What is to be locked is handed through the
 * claims, so nothing is locked before all are claimed: a twin waits holding nothing. Keys are claimed in their order, and
 * accounts locked in the order of their ids; neither ORDER BY may go, or two batches with two of them in common wait for
 * each other until PostgreSQL kills one of them after a second. A locked row is read as it is now, not as it was when the
 * statement began: that is what READ COMMITTED does with rows it has waited for. NO KEY UPDATE, because a plain UPDATE
 * lock would also stop whoever places a hold, whose foreign key only asks that the account stays.
 *
 * `now()` is as old as the transaction, and `clock_timestamp()` beside a locked row may be as old as the wait for the
 * next: a hold that expired meanwhile would be taken for open. Here it stands beside an aggregate of all of them, which
 * is worked out after the last.
 *
 * Here as in every statement of this folder rows are looked up one by one, inside LATERAL with a LIMIT. Joins and IN
 * leave the planner to guess how many rows a list of JSON has and a table holds; with a hundred thousand accounts it
 * guessed that reading all of them was best, for each batch.
 *
 * The statement is prepared, and may be so while the table is empty. Its two indexes that begin with the book cost the
 * same then, and of equals the planner takes the one by id, which has to read the whole book for a code. An order among
 * the codes between X and X means nothing, and only the index by code brings it for nothing.
 */
export function claimAndLock(
  book: string,
  bookId: number,
  needs: BookNeeds,
  options: { readonly carryBytes: boolean },
): Question<Footing, FlightValue> {
  const named = {
    accounts: [...needs.accounts],
    holds: [...needs.holds],
    journals: [...needs.journals],
  }
  const values: FlightValue[] = [bookId, JSON.stringify(named)]
  const text = statementFor(needs, claimedKeys(rowsIn(values, claimRows(needs.claims), options)))
  return {
    statement: { text, values },
    read: (result) => {
      const [row] = rowsOf<FootingRow>(result)
      if (row === undefined) throw new Error('PostgreSQL did not tell what it has locked.')
      const { claimed, accounts, now, batch } = row
      return {
        claimed,
        accounts: accounts === null ? [] : readAccountLines(book, accounts),
        now: toInstant(now),
        batch,
      }
    },
  }
}

interface FootingRow {
  readonly claimed: number
  readonly accounts: string | null
  readonly now: string
  readonly batch: string
}

/** Without the sources of accounts that a batch does not have: most have codes alone. */
function statementFor({ holds, journals }: BookNeeds, claimed: string): string {
  const sources = [ofCodes, ...(holds.size > 0 ? [ofHolds] : []), ...(journals.size > 0 ? [ofJournals] : [])]
  return `\nWITH ${claimed},${wanted}${sources.join('  UNION')}${lock}`
}

const wanted = `
wanted AS MATERIALIZED (
  SELECT
    count(*) AS claimed,
    $2::text::json AS names
  FROM claimed
)
SELECT json_build_object(
  'claimed', min(wanted.claimed),
  'accounts', ${accountLines} FILTER (WHERE account.id IS NOT NULL),
  'now', ${utc('clock_timestamp()')},
  'batch', nextval('ledger.batch_sequence')::text
)::text AS row
FROM wanted
LEFT JOIN LATERAL (`

const ofCodes = `
  SELECT by_code.id
  FROM json_array_elements_text(wanted.names -> 'accounts') AS named (code)
  CROSS JOIN LATERAL (
    SELECT found.id
    FROM ledger.account AS found
    WHERE found.book_id = $1::integer
      AND found.code BETWEEN named.code AND named.code
    ORDER BY found.code
    LIMIT 1
  ) AS by_code
`

const ofHolds = `
  SELECT by_hold.account_id
  FROM json_array_elements_text(wanted.names -> 'holds') AS named (id)
  CROSS JOIN LATERAL (
    SELECT hold.account_id
    FROM ledger.hold
    WHERE hold.book_id = $1::integer
      AND hold.id = named.id::uuid
    LIMIT 1
  ) AS by_hold
`

const ofJournals = `
  SELECT by_journal.account_id
  FROM json_array_elements_text(wanted.names -> 'journals') AS named (id)
  CROSS JOIN LATERAL (
    SELECT entry.account_id
    FROM ledger.entry
    WHERE entry.journal_id = named.id::uuid
    OFFSET 0
  ) AS by_journal
`

const lock = `  ORDER BY id
) AS touched ON true
LEFT JOIN LATERAL (
  SELECT locked.*
  FROM ledger.account AS locked
  WHERE locked.book_id = $1::integer
    AND locked.id = touched.id
  LIMIT 1
  FOR NO KEY UPDATE
) AS account ON true`
