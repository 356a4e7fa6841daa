import type { Connections } from './connections.ts'
import { readSqlError } from './read-sql-error.ts'
import type { SqlConnection, SqlResult, SqlStatement } from './sql-connection.ts'
import { fromSqlError } from './sql-errors.ts'

/**
 * Questions on connections of our own, one at a time, each on whichever is free.
 *
 * What only looks rows up is prepared, as the statements that write are: planning such a question takes two to seven times
 * as long as answering it. It leaves in one flight with the settings that keep it to its one good plan.
 */
export function ownReads(
  connections: Connections,
  { prepare = true }: { readonly prepare?: boolean | undefined },
): SqlConnection {
  const ask = async (question: (connection: SqlConnection) => Promise<SqlResult>): Promise<SqlResult> => {
    try {
      return await connections.withConnection(question)
    } catch (error) {
      throw fromSqlError(error, 'not_written')
    }
  }
  const query: SqlConnection['query'] = (text, values) => ask((connection) => connection.query(text, values))
  return prepare ? { query, lookUp: (text, values) => ask(prepared({ text, values })) } : { query }
}

function prepared(statement: SqlStatement): (connection: SqlConnection) => Promise<SqlResult> {
  const { text, values } = statement
  return async (connection) => {
    if (connection.flight === undefined) return connection.query(text, values)
    try {
      const [, result] = await connection.flight([byIndexes, statement])
      if (result === undefined)
        throw new Error('A driver answered with fewer results than it was sent statements.')
      return result
    } catch (error) {
      // Somebody deallocated it, or a column has another type: planned anew it is as good, and the next time it is prepared anew.
      if (/^(26000|0A000)$/.test(readSqlError(error).code)) return connection.query(text, values)
      throw error
    }
  }
}

/**
 * One Sync ends the flight and with it the transaction that the settings are local to: the connection keeps nothing of us.
 *
 * A plan may be made while its tables are empty, and kept. Then all rows are on one page, or on none, and reading
 * that page from end to end is the cheapest there is. Without such scans a look-up that asks for the order of its
 * index has no other way than that index, whatever the planner believes of the table. So the first plan is as good as any:
 * the session need not try five others first, each planned for its own values, nor compare their costs.
 */
const byIndexes: SqlStatement = {
  text: `
SELECT
  set_config('enable_seqscan', $1::text, true),
  set_config('enable_bitmapscan', $1::text, true),
  set_config('plan_cache_mode', 'force_generic_plan', true)`,
  values: ['off'],
}
