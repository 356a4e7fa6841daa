import * as z from 'zod'
import type { SqlClient } from '../../../src/migrations/index.ts'
import { select } from './select.ts'

export const table = z.object({
  page: z.string(),
  /** `CREATE TABLE`, `CREATE UNLOGGED TABLE`. */
  create: z.string(),
  /** ` PARTITION OF parent`; empty for most. */
  partitionOf: z.string(),
  /** What follows the closing bracket: bounds, parents, partition key, storage settings. */
  tail: z.string(),
})
export type Table = z.infer<typeof table>

/** The tables in the order in which they were made: the order of the story, where nothing refers forward. */
export function readTables(connection: SqlClient, schema: string): Promise<Table[]> {
  return select(
    connection,
    table,
    `
SELECT c.oid::regclass::text AS page,
       CASE c.relpersistence WHEN 'u' THEN 'CREATE UNLOGGED TABLE' ELSE 'CREATE TABLE' END AS create,
       CASE WHEN c.relispartition THEN ' PARTITION OF ' || parents.names ELSE '' END AS "partitionOf",
       concat(
         CASE WHEN c.relispartition THEN ' ' || pg_get_expr(c.relpartbound, c.oid) END,
         CASE WHEN NOT c.relispartition THEN ' INHERITS (' || parents.names || ')' END,
         ' PARTITION BY ' || pg_get_partkeydef(c.oid),
         ' WITH (' || array_to_string(c.reloptions, ', ') || ')',
         ' TABLESPACE ' || (SELECT quote_ident(spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace)
       ) AS tail
FROM pg_class c
CROSS JOIN LATERAL (
  SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) AS names
  FROM pg_inherits
  WHERE inhrelid = c.oid
) parents
WHERE c.relnamespace = '${schema}'::regnamespace
  AND c.relkind IN ('r', 'p')
ORDER BY c.oid`,
  )
}
