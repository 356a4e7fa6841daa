import type { BookNeeds } from '../engine/store.ts'
import type { JournalId } from '../ids.ts'
import type { Journal } from '../journals/journal.ts'
import type { Flights, Question } from './flights.ts'
import { type JournalRow, journalRow, toJournal } from './rows.ts'
import { rowsOf, type SqlConnection } from './sql-connection.ts'

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
export function loadJournals(
  flights: Flights,
  { name, id }: { readonly name: string; readonly id: number },
  needs: BookNeeds,
): () => LoadedJournals {
  const journals = needs.journals.size > 0 && flights.ask(journalsOf(name, id, [...needs.journals]))
  const references = needs.references.size > 0 && flights.ask(pairsOf(takenReferences, id, needs.references))
  const reversed = needs.journals.size > 0 && flights.ask(pairsOf(reversals, id, needs.journals))
  return () => ({
    journals: journals ? journals() : [],
    references: references ? references() : new Map(),
    // The left side of each pair is one of the ids that were asked for.
    reversals: reversed ? (reversed() as Map<JournalId, JournalId>) : new Map(),
  })
}

export async function readJournals(
  connection: SqlConnection,
  book: string,
  bookId: number,
  ids: readonly JournalId[],
): Promise<Journal[]> {
  return answerOf(connection, journalsOf(book, bookId, ids))
}

/** The journal that reverses another, if one does. */
export async function readReversal(
  connection: SqlConnection,
  book: string,
  bookId: number,
  id: JournalId,
): Promise<Journal | undefined> {
  const reversal = (await answerOf(connection, pairsOf(reversals, bookId, [id]))).get(id)
  return reversal && (await readJournals(connection, book, bookId, [reversal]))[0]
}

async function answerOf<T>(connection: SqlConnection, { statement, read }: Question<T>): Promise<T> {
  return read(await connection.query(statement.text, statement.values))
}

function journalsOf(book: string, bookId: number, ids: readonly JournalId[]): Question<Journal[]> {
  return {
    statement: { text: journalsById, values: [bookId, JSON.stringify(ids)] },
    read: (result) => rowsOf<JournalRow>(result).map((row) => toJournal(book, row)),
  }
}

function pairsOf(text: string, bookId: number, names: Iterable<string>): Question<Map<string, JournalId>> {
  return {
    statement: { text, values: [bookId, JSON.stringify([...names])] },
    read: (result) => new Map(rowsOf<[string, JournalId]>(result)),
  }
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
