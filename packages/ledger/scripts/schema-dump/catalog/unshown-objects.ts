import * as z from 'zod'
import type { SqlClient } from '../../../src/migrations/index.ts'
import { select } from './select.ts'

/**
 * What is in the schema and has no place in the dump. A dump that left something out in silence would be
 * worse than none, so whoever brings the first aggregate or rule also teaches the dump to show it.
 */
export async function readUnshownObjects(connection: SqlClient, schema: string): Promise<string[]> {
  const rows = await select(
    connection,
    z.object({ description: z.string() }),
    `
SELECT concat_ws(' ', object.type, object.identity) AS description
FROM pg_depend d
CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) object
LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
WHERE d.refclassid = 'pg_namespace'::regclass
  AND d.refobjid = '${schema}'::regnamespace
  AND d.deptype IN ('n', 'a')
  AND (
    object.type NOT IN ('table', 'view', 'materialized view', 'sequence', 'type', 'function', 'procedure', 'statistics object')
    OR t.typtype NOT IN ('e', 'd', 'c')
  )
UNION ALL
SELECT concat_ws(' ', 'rule', r.rulename, 'on', c.oid::regclass)
FROM pg_rewrite r
JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace = '${schema}'::regnamespace
  AND r.rulename <> '_RETURN'
ORDER BY description`,
  )
  return rows.map(({ description }) => description)
}
