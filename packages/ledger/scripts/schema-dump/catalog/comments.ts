import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Statement, select, statement } from './select.ts'

/** Every comment on anything in the schema, on the page of the object it belongs to. */
export function readComments(connection: SqlClient, schema: string): Promise<Statement[]> {
  return select(
    connection,
    statement,
    `
WITH object (classid, objid, page) AS (
  SELECT 'pg_namespace'::regclass, oid, nspname::text
  FROM pg_namespace WHERE oid = '${schema}'::regnamespace
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, coalesce(i.indrelid, c.oid)::regclass::text
  FROM pg_class c
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
  WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind <> 'c'
  UNION ALL
  SELECT 'pg_class'::regclass, oid, reltype::regtype::text
  FROM pg_class WHERE relnamespace = '${schema}'::regnamespace AND relkind = 'c'
  UNION ALL
  SELECT 'pg_type'::regclass, oid, oid::regtype::text
  FROM pg_type WHERE typnamespace = '${schema}'::regnamespace
  UNION ALL
  SELECT 'pg_constraint'::regclass, oid, CASE conrelid WHEN 0 THEN contypid::regtype::text ELSE conrelid::regclass::text END
  FROM pg_constraint WHERE connamespace = '${schema}'::regnamespace
  UNION ALL
  SELECT 'pg_trigger'::regclass, t.oid, t.tgrelid::regclass::text
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = '${schema}'::regnamespace
  UNION ALL
  SELECT 'pg_policy'::regclass, p.oid, p.polrelid::regclass::text
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = '${schema}'::regnamespace
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, oid, stxrelid::regclass::text
  FROM pg_statistic_ext WHERE stxnamespace = '${schema}'::regnamespace
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, o.identity
  FROM pg_proc p CROSS JOIN LATERAL pg_identify_object('pg_proc'::regclass, p.oid, 0) o
  WHERE p.pronamespace = '${schema}'::regnamespace
)
SELECT object.page,
       format('COMMENT ON %s %s IS %L', target.kind, target.name, d.description) AS sql
FROM pg_description d
JOIN object ON object.classid = d.classoid AND object.objid = d.objoid
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) identified
CROSS JOIN LATERAL (
  SELECT CASE WHEN identified.type LIKE '% column' THEN 'COLUMN'
              WHEN identified.type LIKE '% constraint' THEN 'CONSTRAINT'
              WHEN identified.type = 'statistics object' THEN 'STATISTICS'
              ELSE upper(identified.type) END AS kind,
         regexp_replace(identified.identity, ' on (?=[^ ]+$)', CASE identified.type
           WHEN 'domain constraint' THEN ' ON DOMAIN ' ELSE ' ON ' END) AS name
) target
ORDER BY object.page, d.classoid <> 'pg_class'::regclass, identified.type LIKE 'index', d.objsubid, target.name`,
  )
}
