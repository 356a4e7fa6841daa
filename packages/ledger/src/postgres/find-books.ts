import { readRows, type SqlConnection } from './sql-connection.ts'

/** The numbers of books by their names. A book that nobody has opened an account in has none. */
export async function findBooks(
  connection: SqlConnection,
  names: readonly string[],
): Promise<Map<string, number>> {
  return new Map(await readRows<[string, number]>(connection, readBooks, [JSON.stringify(names)]))
}

/**
 * Makes a book and keeps others from opening the same accounts until we commit. There is no row yet that could be
 * locked: two first openings of one account would both find nothing and both insert.
 */
export async function openBook(
  connection: SqlConnection,
  name: string,
  codes: readonly string[],
): Promise<number> {
  await connection.query(insertBook, [name])
  for (const code of codes.toSorted()) await connection.query(lockCode, [`evenkeel account ${name} ${code}`])
  const id = (await findBooks(connection, [name])).get(name)
  if (id === undefined) throw new Error(`Book ${name} was made a moment ago and cannot be found.`)
  return id
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
