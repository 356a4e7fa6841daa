import type { Flights, Question } from './flights.ts'
import { rowsOf, type SqlConnection } from './sql-connection.ts'

/** The numbers of books by their names. A book that nobody has opened an account in has none. */
export function findBooks(names: readonly string[]): Question<ReadonlyMap<string, number>> {
  return {
    statement: { text: readBooks, values: [JSON.stringify(names)] },
    read: (result) => new Map(rowsOf<[string, number]>(result)),
  }
}

/** The same, asked by itself. */
export async function readBookIds(
  connection: SqlConnection,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { statement, read } = findBooks(names)
  return read(await connection.query(statement.text, statement.values))
}

/**
 * Makes a book and keeps others from opening the same accounts until we commit. There is no row yet that could be
 * locked: two first openings of one account would both find nothing and both insert.
 */
export function openBook(flights: Flights, name: string, codes: readonly string[]): void {
  flights.add(insertBook, [name])
  for (const code of codes.toSorted()) flights.add(lockCode, [`evenkeel account ${name} ${code}`])
}

const readBooks = `
SELECT json_build_array(book.code, book.id)::text AS row
FROM json_array_elements_text($1::text::json) AS wanted (code)
CROSS JOIN LATERAL (
  SELECT found.code, found.id
  FROM ledger.book AS found
  WHERE found.code = wanted.code
  LIMIT 1
) AS book`

const insertBook = `
INSERT INTO ledger.book (code)
VALUES ($1::text)
ON CONFLICT (code) DO NOTHING`

// In FROM, so that no column is given back: the function's is of type void, which prisma refuses to read.
const lockCode = `
SELECT
FROM pg_advisory_xact_lock(hashtextextended($1::text, 0))`
