import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Statement, select, statement } from './select.ts'

/** What the planner was told about columns that go together, on the page of their table. */
export function readStatistics(connection: SqlClient, schema: string): Promise<Statement[]> {
  return select(
    connection,
    statement,
    `
SELECT stxrelid::regclass::text AS page,
       pg_get_statisticsobjdef(oid) AS sql
FROM pg_statistic_ext
WHERE stxnamespace = '${schema}'::regnamespace
ORDER BY stxrelid, stxname`,
  )
}
