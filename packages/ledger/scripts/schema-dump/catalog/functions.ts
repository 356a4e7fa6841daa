import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Page, select, statement } from './select.ts'

/** Functions and procedures, bodies and settings included. */
export function readFunctions(connection: SqlClient, schema: string): Promise<Page[]> {
  return select(
    connection,
    statement,
    `
SELECT object.identity AS page,
       trim(trailing E'\\n' FROM pg_get_functiondef(p.oid)) AS sql
FROM pg_proc p
CROSS JOIN LATERAL pg_identify_object('pg_proc'::regclass, p.oid, 0) object
WHERE p.pronamespace = '${schema}'::regnamespace
  AND p.prokind IN ('f', 'p', 'w')
ORDER BY object.identity`,
  )
}
