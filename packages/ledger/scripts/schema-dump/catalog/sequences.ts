import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Page, select, statement } from './select.ts'

/** Sequences, except those behind an identity column that count from one by one, as they all do. */
export function readSequences(connection: SqlClient, schema: string): Promise<Page[]> {
  return select(
    connection,
    statement,
    `
SELECT c.oid::regclass::text AS page,
       concat_ws(' ',
         CASE WHEN owner.deptype = 'i' THEN 'ALTER SEQUENCE' ELSE 'CREATE SEQUENCE' END,
         c.oid::regclass::text,
         'AS ' || format_type(s.seqtypid, NULL),
         'INCREMENT ' || s.seqincrement,
         'MINVALUE ' || s.seqmin,
         'MAXVALUE ' || s.seqmax,
         'START ' || s.seqstart,
         'CACHE ' || s.seqcache,
         CASE WHEN s.seqcycle THEN 'CYCLE' END,
         CASE WHEN owner.deptype = 'a' THEN 'OWNED BY ' || owner.identity END
       ) AS sql
FROM pg_class c
JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN LATERAL (
  SELECT d.deptype, o.identity
  FROM pg_depend d
  CROSS JOIN LATERAL pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) o
  WHERE d.classid = 'pg_class'::regclass
    AND d.objid = c.oid
    AND d.refobjsubid > 0
    AND d.deptype IN ('a', 'i')
) owner ON true
WHERE c.relnamespace = '${schema}'::regnamespace
  AND NOT (owner.deptype IS NOT DISTINCT FROM 'i' AND s.seqstart = 1 AND s.seqincrement = 1 AND s.seqmin = 1
           AND s.seqcache = 1 AND NOT s.seqcycle)
ORDER BY c.oid`,
  )
}
