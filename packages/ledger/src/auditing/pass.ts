/**
 * One walk along a table, in the order of its key. A slice of it is checked by one statement, which answers with
 * findings and not with rows: what is wrong is little, however large the books are.
 *
 * Nothing holds a snapshot from one slice to the next, because on a busy database a snapshot of an hour keeps VACUUM
 * from its work for that hour. None is needed: what a check compares was written by one transaction, so any single
 * statement sees all of it or none.
 */
export interface Pass {
  readonly name: string
  /** What it reads, in the plural, for people: `entries and hold events`. */
  readonly rows: string
  /** The columns of the key with their types, the book first. */
  readonly key: readonly (readonly [column: string, type: string])[]
  /** Before the first row. */
  readonly start: Position
  /** The CTEs that end in `slice`: the rows behind `after`, in the order of the key, at most `limit` of them. */
  readonly slice: (bounds: Bounds) => string
  /** A SELECT over `slice` whose columns are invariant, place, expected and found. */
  readonly findings: string
  /** How many rows the walk has before it. */
  readonly count: (bounds: Pick<Bounds, 'books' | 'isNew'>) => string
}

/** A place in a walk: the key of the last row that was checked, as text. */
export type Position = readonly string[]

/** Fragments of SQL, so that one text serves as a prepared statement and as a script for psql. */
export interface Bounds {
  /** Of a key: the condition that it lies behind the position. */
  readonly after: (columns: readonly string[]) => string
  /** Of a book's number: the condition that the book is wanted. */
  readonly books: (column: string) => string
  /** Of a row: the condition that it was written since the checkpoint. */
  readonly isNew: (table: string) => string
  readonly limit: string
}

/**
 * A row was written since a checkpoint when the transaction that wrote it, `xmin`, is not older than the oldest that was
 * open then. It says so of a row that somebody changed by hand as well. Numbers of transactions are 32 bits wide and
 * go round: of two, the later one is less than half a round ahead.
 */
export function writtenSince(table: string, oldest: string): string {
  return `mod(${table}.xmin::text::bigint - ${oldest} + 4294967296, 4294967296) < 2147483648`
}

/** The statement for one slice: how many rows it had, where it ended, and what was found. */
export function sliceStatement({ key, slice, findings }: Pass): string {
  const parameters = key.map(([, type], index) => `$${index + 4}::text::${type}`)
  const columns = key.map(([column]) => column)
  // As text by way of JSON, which has one way to write a moment. That of the session may not come back as it went: with
  // DateStyle SQL it names the time zone, and PostgreSQL before 18 reads IST, which is India's, as that of Israel.
  const place = columns.map((column) => `to_json(slice.${column}) #>> '{}'`).join(', ')
  const ordered = columns.map((column) => `slice.${column} DESC`).join(', ')
  return `
WITH ${askedOfRun},
${slice({
  after: (names) => `(${names.join(', ')}) > (${parameters.join(', ')})`,
  ...boundsOfRun,
  limit: '$3::integer',
})},
found AS (
${findings}
)
SELECT json_build_object(
  'rows', (SELECT count(*) FROM slice),
  'last', (
    SELECT json_build_array(${place})
    FROM slice
    ORDER BY ${ordered}
    LIMIT 1
  ),
  'findings', (
    SELECT coalesce(json_agg(json_build_object(
      'invariant', found.invariant,
      'where', found.place,
      'expected', coalesce(found.expected, 'nothing'),
      'found', coalesce(found.found, 'nothing')
    )), '[]')
    FROM found
  )
)::text AS row`
}

/** The statement that says how many rows a run will walk along. */
export function countStatement({ count }: Pass): string {
  return `
WITH ${askedOfRun}
${count(boundsOfRun).trim()}`
}

/** The same checks over all rows at once, as lines for psql. */
export function wholeStatement({ slice, findings }: Pass): string {
  return `
WITH ${slice({ after: () => 'true', books: () => 'true', isNew: () => 'true', limit: 'ALL' })}
${findings}`
}

// Not every pass asks for all parameters; a statement must speak of each that it is given.
const askedOfRun = 'asked AS (SELECT $1::text AS books, $2::text AS since)'

const boundsOfRun: Pick<Bounds, 'books' | 'isNew'> = {
  books: (column) =>
    `($1::text::json IS NULL OR ${column} IN (SELECT json_array_elements_text($1::text::json)::integer))`,
  isNew: (table) => `($2::text IS NULL OR ${writtenSince(table, '$2::text::bigint')})`,
}

/** The CTE of a walk along one table as it is. */
export function walk(table: string, key: readonly string[], bounds: Bounds): string {
  const columns = key.map((column) => `${table}.${column}`)
  return `slice AS MATERIALIZED (
  SELECT ${table}.*
  FROM ledger.${table}
  WHERE ${bounds.after(columns)}
    AND ${bounds.books(`${table}.book_id`)}
    AND ${bounds.isNew(table)}
  ORDER BY ${columns.join(', ')}
  LIMIT ${bounds.limit}
)`
}

export function countOf(table: string, bounds: Pick<Bounds, 'books' | 'isNew'>): string {
  return `
SELECT count(*)::text AS row
FROM ledger.${table}
WHERE ${bounds.books(`${table}.book_id`)}
  AND ${bounds.isNew(table)}`
}

/** The journal of an entry, looked up by itself: 0006_refusals.sql tells what a planner may make of a plain join. */
export const journalOfEntry = `LEFT JOIN LATERAL (
        SELECT header.recorded_at, header.batch, header.position
        FROM ledger.journal AS header
        WHERE header.book_id = entry.book_id
          AND header.id = entry.journal_id
        LIMIT 1
      ) AS journal ON true`
