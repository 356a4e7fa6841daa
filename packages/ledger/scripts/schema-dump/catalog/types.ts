import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Page, select, statement } from './select.ts'

/** Enums, domains and composite types. */
export function readTypes(connection: SqlClient, schema: string): Promise<Page[]> {
  return select(
    connection,
    statement,
    `
SELECT t.oid::regtype::text AS page,
       CASE t.typtype
         WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s)', t.oid::regtype, (
           SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
           FROM pg_enum
           WHERE enumtypid = t.oid
         ))
         WHEN 'c' THEN format('CREATE TYPE %s AS (%s)', t.oid::regtype, (
           SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
           FROM pg_attribute
           WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped
         ))
         WHEN 'd' THEN concat_ws(' ',
           format('CREATE DOMAIN %s AS %s', t.oid::regtype, format_type(t.typbasetype, t.typtypmod)),
           CASE WHEN t.typcollation <> (SELECT typcollation FROM pg_type b WHERE b.oid = t.typbasetype)
                THEN 'COLLATE ' || t.typcollation::regcollation::text END,
           'DEFAULT ' || t.typdefault,
           CASE WHEN t.typnotnull THEN 'NOT NULL' END,
           (
             SELECT string_agg(format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid, true)), ' ' ORDER BY conname)
             FROM pg_constraint
             WHERE contypid = t.oid AND contype = 'c'
           )
         )
       END AS sql
FROM pg_type t
LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typnamespace = '${schema}'::regnamespace
  AND (t.typtype IN ('e', 'd') OR c.relkind = 'c')
ORDER BY t.oid`,
  )
}
