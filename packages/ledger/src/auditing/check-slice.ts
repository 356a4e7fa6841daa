import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'
import type { Finding } from '../verify/finding.ts'
import { type Pass, type Position, sliceStatement } from './pass.ts'
import type { RunBounds } from './verify-books.ts'

export interface Slice {
  readonly rows: number
  /** The key of its last row; null when there was none. */
  readonly last: Position | null
  readonly findings: readonly Finding[]
}

/**
 * Checks one slice. What is so broken that PostgreSQL cannot read it as JSON is hunted down by halving the slice, until
 * the one row that it is can be named.
 */
export async function checkSlice(
  connection: SqlConnection,
  pass: Pass,
  { books, since, after, limit }: RunBounds & { readonly after: Position; readonly limit: number },
): Promise<Slice> {
  const at = (rows: number): readonly (string | number | null)[] => [books, since, rows, ...after]
  for (let rows = limit; ; rows = Math.ceil(rows / 2)) {
    await connection.query('SAVEPOINT slice', [])
    try {
      const [slice] = await readRows<Slice>(connection, sliceStatement(pass), at(rows))
      return slice ?? { rows: 0, last: null, findings: [] }
    } catch (error) {
      if (!isUnreadable(error)) throw error
      await connection.query('ROLLBACK TO SAVEPOINT slice', [])
      if (rows > 1) continue
    }
    const [slice] = await readRows<Slice>(connection, sliceStatement({ ...pass, findings: nothing }), at(1))
    if (slice?.last == null) return { rows: 0, last: null, findings: [] }
    const [, ...name] = slice.last
    const where = `row ${name.join(' ')} of ${pass.rows}`
    return {
      ...slice,
      findings: [{ invariant: 'I7', where, expected: 'what can be read', found: 'what cannot' }],
    }
  }
}

const nothing = `SELECT NULL AS invariant, NULL AS place, NULL AS expected, NULL AS found WHERE false`

/** Text that is no JSON, no uuid or no number where one must be: SQLSTATE class 22. */
function isUnreadable(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && code.startsWith('22')
}
