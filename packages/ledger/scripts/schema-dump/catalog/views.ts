import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Page, select, statement } from './select.ts'

/** Views and materialized views. */
export function readViews(connection: SqlClient, schema: string): Promise<Page[]> {
  return select(
    connection,
    statement,
    `
SELECT oid::regclass::text AS page,
       concat(
         CASE relkind WHEN 'm' THEN 'CREATE MATERIALIZED VIEW ' ELSE 'CREATE VIEW ' END,
         oid::regclass::text,
         ' WITH (' || array_to_string(reloptions, ', ') || ')',
         E' AS\\n',
         rtrim(pg_get_viewdef(oid, true), ';')
       ) AS sql
FROM pg_class
WHERE relnamespace = '${schema}'::regnamespace
  AND relkind IN ('v', 'm')
ORDER BY oid`,
  )
}
