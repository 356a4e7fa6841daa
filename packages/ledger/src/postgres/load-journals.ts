import type { BookNeeds } from '../engine/store.ts'
import type { JournalId } from '../ids.ts'
import type { Journal } from '../journals/journal.ts'
import { type JournalRow, journalRow, toJournal } from './rows.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

export interface LoadedJournals {
  readonly journals: readonly Journal[]
  readonly references: ReadonlyMap<string, JournalId>
  readonly reversals: ReadonlyMap<JournalId, JournalId>
}

/**
 * Loads the journals that are to be reversed, whether they have been, and which references are taken. Asked after the
 * accounts are locked: two reversals of one journal share its accounts, so the second finds the first. Two journals with
 * one reference may share no account; then the unique index decides, and the loser runs again and finds the winner.
 */
export async function loadJournals(
  connection: SqlConnection,
  book: string,
  bookId: number,
  { journals, references }: BookNeeds,
): Promise<LoadedJournals> {
  return {
    journals: journals.size === 0 ? [] : await readJournals(connection, book, bookId, [...journals]),
    references: await readPairs(connection, takenReferences, bookId, references),
    // The left side of each pair is one of the ids that were asked for.
    reversals: (await readPairs(connection, reversals, bookId, journals)) as Map<JournalId, JournalId>,
  }
}

export async function readJournals(
  connection: SqlConnection,
  book: string,
  bookId: number,
  ids: readonly JournalId[],
): Promise<Journal[]> {
  const rows = await readRows<JournalRow>(connection, journalsById, [bookId, JSON.stringify(ids)])
  return rows.map((row) => toJournal(book, row))
}

/** The journal that reverses another, if one does. */
export async function readReversal(
  connection: SqlConnection,
  book: string,
  bookId: number,
  id: JournalId,
): Promise<Journal | undefined> {
  const reversal = (await readPairs(connection, reversals, bookId, new Set([id]))).get(id)
  return reversal && (await readJournals(connection, book, bookId, [reversal]))[0]
}

async function readPairs(
  connection: SqlConnection,
  statement: string,
  bookId: number,
  names: ReadonlySet<string>,
): Promise<Map<string, JournalId>> {
  if (names.size === 0) return new Map()
  const rows = await readRows<[string, JournalId]>(connection, statement, [
    bookId,
    JSON.stringify([...names]),
  ])
  return new Map(rows)
}

const journalsById = `
SELECT ${journalRow}::text AS row
FROM json_array_elements_text($2::text::json) AS wanted (id)
CROSS JOIN LATERAL (
  SELECT found.*
  FROM ledger.journal AS found
  WHERE found.book_id = $1::integer
    AND found.id = wanted.id::uuid
  LIMIT 1
) AS journal`

const takenReferences = `
SELECT json_build_array(journal.reference, journal.id)::text AS row
FROM json_array_elements_text($2::text::json) AS wanted (reference)
CROSS JOIN LATERAL (
  SELECT found.reference, found.id
  FROM ledger.journal AS found
  WHERE found.book_id = $1::integer
    AND found.reference = wanted.reference
  LIMIT 1
) AS journal`

const reversals = `
SELECT json_build_array(journal.reverses, journal.id)::text AS row
FROM json_array_elements_text($2::text::json) AS wanted (id)
CROSS JOIN LATERAL (
  SELECT found.reverses, found.id
  FROM ledger.journal AS found
  WHERE found.book_id = $1::integer
    AND found.reverses = wanted.id::uuid
  LIMIT 1
) AS journal`
