import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Statement, select, statement } from './select.ts'

/** Indexes that no constraint stands for. Those of a partition come with its parent's. */
export function readIndexes(connection: SqlClient, schema: string): Promise<Statement[]> {
  return select(
    connection,
    statement,
    `
SELECT i.indrelid::regclass::text AS page,
       concat(
         CASE WHEN NOT i.indisvalid THEN '-- Not valid: ' END,
         CASE c.relkind WHEN 'I' THEN replace(definition.text, ' ON ONLY ', ' ON ') ELSE definition.text END
       ) AS sql
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
CROSS JOIN LATERAL (SELECT pg_get_indexdef(i.indexrelid, 0, true) AS text) definition
WHERE c.relnamespace = '${schema}'::regnamespace
  AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, c.relname`,
  )
}

/** Triggers, and whether they fire. Those that PostgreSQL makes for references are its own affair. */
export function readTriggers(connection: SqlClient, schema: string): Promise<Statement[]> {
  return select(
    connection,
    statement,
    `
SELECT c.oid::regclass::text AS page,
       concat_ws(E';\\n',
         pg_get_triggerdef(t.oid, true),
         CASE WHEN t.tgenabled <> 'O' THEN format('ALTER TABLE %s %s TRIGGER %I', c.oid::regclass, firing.words, t.tgname) END
       ) AS sql
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
CROSS JOIN LATERAL (
  SELECT CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' END AS words
) firing
WHERE c.relnamespace = '${schema}'::regnamespace
  AND NOT t.tgisinternal
  AND t.tgparentid = 0
ORDER BY c.oid, t.tgname`,
  )
}

/** Row-level security: whether it is on, whether it binds the owner too, and what it lets pass. */
export function readPolicies(connection: SqlClient, schema: string): Promise<Statement[]> {
  return select(
    connection,
    statement,
    `
SELECT page, sql
FROM (
  SELECT c.oid, 0 AS place, '' AS name, c.oid::regclass::text AS page,
         format('ALTER TABLE %s %s ROW LEVEL SECURITY', c.oid::regclass, what.words) AS sql
  FROM pg_class c
  CROSS JOIN LATERAL unnest(ARRAY[
    CASE WHEN c.relrowsecurity THEN 'ENABLE' END,
    CASE WHEN c.relforcerowsecurity THEN 'FORCE' END
  ]) what (words)
  WHERE c.relnamespace = '${schema}'::regnamespace
    AND what.words IS NOT NULL
  UNION ALL
  SELECT c.oid, 1, p.polname, c.oid::regclass::text,
         concat_ws(' ',
           format('CREATE POLICY %I ON %s', p.polname, c.oid::regclass),
           CASE WHEN NOT p.polpermissive THEN 'AS RESTRICTIVE' END,
           CASE p.polcmd WHEN 'r' THEN 'FOR SELECT' WHEN 'a' THEN 'FOR INSERT'
                         WHEN 'w' THEN 'FOR UPDATE' WHEN 'd' THEN 'FOR DELETE' END,
           'TO ' || (
             SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ' ORDER BY role::regrole::text)
             FROM unnest(p.polroles) role
           ),
           'USING (' || pg_get_expr(p.polqual, p.polrelid, true) || ')',
           'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid, true) || ')'
         )
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  WHERE c.relnamespace = '${schema}'::regnamespace
) parts
ORDER BY oid, place, name, sql`,
  )
}

/**
 * What CREATE TABLE cannot say: how columns are stored and sampled, and what replication identifies rows by.
 */
export function readTableSettings(connection: SqlClient, schema: string): Promise<Statement[]> {
  return select(
    connection,
    statement,
    `
SELECT page, sql
FROM (
  SELECT c.oid, a.attnum, c.oid::regclass::text AS page,
         format('ALTER TABLE %s ALTER COLUMN %I %s', c.oid::regclass, a.attname, what.words) AS sql
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  CROSS JOIN LATERAL unnest(ARRAY[
    CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END,
    CASE WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || (
      CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
    ) END,
    CASE a.attcompression WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4' END,
    'SET (' || array_to_string(a.attoptions, ', ') || ')'
  ]) what (words)
  WHERE c.relnamespace = '${schema}'::regnamespace
    AND c.relkind IN ('r', 'p', 'm')
    AND what.words IS NOT NULL
  UNION ALL
  SELECT c.oid, 0, c.oid::regclass::text,
         format('ALTER TABLE %s REPLICA IDENTITY %s', c.oid::regclass, CASE c.relreplident
           WHEN 'f' THEN 'FULL'
           WHEN 'n' THEN 'NOTHING'
           WHEN 'i' THEN 'USING INDEX ' || (
             SELECT quote_ident(ic.relname)
             FROM pg_index i
             JOIN pg_class ic ON ic.oid = i.indexrelid
             WHERE i.indrelid = c.oid AND i.indisreplident
           )
         END)
  FROM pg_class c
  WHERE c.relnamespace = '${schema}'::regnamespace
    AND c.relkind IN ('r', 'p')
    AND c.relreplident <> 'd'
) settings
ORDER BY oid, attnum, sql`,
  )
}
