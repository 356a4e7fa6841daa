import { digestOf, requestBehind } from '../engine/kept-request.ts'
import { outcomeOf } from '../engine/outcome.ts'
import type { JournalId } from '../ids.ts'
import type { Journal } from '../journals/journal.ts'
import { type HoldEventRow, holdEventRow, toHoldEvent } from '../postgres/hold-event-rows.ts'
import {
  type AccountRow,
  accountRow,
  type HoldRow,
  holdRow,
  type JournalRow,
  journalRow,
  toAccount,
  toHold,
  toJournal,
} from '../postgres/rows.ts'
import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'
import { type BookContents, type KeptKey, sortContents } from '../verify/book-contents.ts'

/**
 * Reads a whole book of a ledger in PostgreSQL, as of one moment. It holds all of it in memory: for tests, where books
 * are small.
 *
 * @example
 * ```ts
 * import { fromPg } from '@evenkeel/ledger/pg'
 * import { assertInvariants, postgresContents } from '@evenkeel/ledger/testing'
 * import type { Pool } from 'pg'
 * declare const pool: Pool
 *
 * assertInvariants(await postgresContents(fromPg(pool), 'main'))
 * ```
 */
export async function postgresContents(connection: SqlConnection, book: string): Promise<BookContents> {
  const [rows = nothing] = await readRows<ContentsRow>(connection, wholeBook, [book])
  const journals = rows.journals.map((row) => ({ ...toJournal(book, row), entryCount: row.entry_count }))
  const byId = new Map(rows.journals.map((row) => [String(row.id), toJournal(book, row)]))
  return sortContents({
    book,
    accounts: rows.accounts.map((row) => toAccount(book, row)),
    journals,
    holds: rows.holds.map((row) => toHold(book, row)),
    holdEvents: rows.hold_events.map(toHoldEvent),
    keys: rows.keys.map((key) => toKept(key, byId)),
  })
}

interface ContentsRow {
  readonly accounts: readonly AccountRow[]
  readonly journals: readonly (JournalRow & { readonly entry_count: number })[]
  readonly holds: readonly HoldRow[]
  readonly hold_events: readonly HoldEventRow[]
  readonly keys: readonly KeyRow[]
}

interface KeyRow extends Omit<KeptKey, 'outcome'> {
  readonly outcome: string | null
  readonly journal_id: JournalId | null
}

/** A book that nothing was ever written to has no row either. */
const nothing: ContentsRow = { accounts: [], journals: [], holds: [], hold_events: [], keys: [] }

/** A key that came to a journal and nothing else is told by the journal. One whose journal is gone tells nothing. */
function toKept(
  { key, request, outcome, journal_id }: KeyRow,
  journals: ReadonlyMap<string, Journal>,
): KeptKey {
  const journal = journals.get(journal_id ?? '')
  if (journal === undefined) return { key, request, outcome: outcome ?? '' }
  // A digest that is not that of the journal is left as it is, and found to be no request.
  const asked = requestBehind(request, journal)
  const isToldOf = digestOf(asked) === request
  return { key, request: isToldOf ? asked : request, outcome: outcome ?? outcomeOf(journal) }
}

const wholeBook = `
SELECT json_build_object(
  'accounts', (
    SELECT coalesce(json_agg(${accountRow}), '[]')
    FROM ledger.account
    WHERE account.book_id = book.id
  ),
  'journals', (
    SELECT coalesce(json_agg(${journalRow}::jsonb || jsonb_build_object('entry_count', journal.entry_count)), '[]')
    FROM ledger.journal
    WHERE journal.book_id = book.id
  ),
  'holds', (
    SELECT coalesce(json_agg(${holdRow}), '[]')
    FROM ledger.hold
    JOIN ledger.account
      ON account.book_id = hold.book_id
     AND account.id = hold.account_id
    WHERE hold.book_id = book.id
  ),
  'hold_events', (
    SELECT coalesce(json_agg(${holdEventRow}), '[]')
    FROM ledger.hold_event AS event
    JOIN ledger.account
      ON account.book_id = event.book_id
     AND account.id = event.account_id
    WHERE event.book_id = book.id
  ),
  'keys', (
    SELECT coalesce(
      json_agg(json_build_object('key', key.key, 'request', key.request, 'outcome', key.outcome, 'journal_id', key.journal_id)),
      '[]'
    )
    FROM ledger.key
    WHERE key.book_id = book.id
  )
)::text AS row
FROM ledger.book
WHERE book.code = $1::text`
