import type { SqlClient } from '../../../src/migrations/index.ts'
import { type Statement, select, statement } from './select.ts'

/**
 * Rights that differ from those a new object has: what was granted to others, and what was taken from the
 * public or from the owner, who is written CURRENT_USER because the owner's name is not the schema's affair.
 */
export function readGrants(connection: SqlClient, schema: string): Promise<Statement[]> {
  return select(
    connection,
    statement,
    `
WITH object (page, target, columns, owner, rights, usual) AS (
  SELECT nspname::text, 'SCHEMA ' || quote_ident(nspname), '', nspowner, nspacl, acldefault('n', nspowner)
  FROM pg_namespace WHERE oid = '${schema}'::regnamespace
  UNION ALL
  SELECT oid::regclass::text, CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || oid::regclass::text, '', relowner,
         relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)
  FROM pg_class WHERE relnamespace = '${schema}'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL
  SELECT c.oid::regclass::text, 'TABLE ' || c.oid::regclass::text, ' (' || quote_ident(a.attname) || ')', c.relowner,
         a.attacl, NULL
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = '${schema}'::regnamespace
  UNION ALL
  SELECT o.identity, CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || o.identity, '', proowner,
         proacl, acldefault('f', proowner)
  FROM pg_proc p CROSS JOIN LATERAL pg_identify_object('pg_proc'::regclass, p.oid, 0) o
  WHERE pronamespace = '${schema}'::regnamespace
  UNION ALL
  SELECT oid::regtype::text, 'TYPE ' || oid::regtype::text, '', typowner, typacl, acldefault('T', typowner)
  FROM pg_type WHERE typnamespace = '${schema}'::regnamespace AND typacl IS NOT NULL
), changed AS (
  SELECT object.*, 'GRANT' AS verb, r.*
  FROM object CROSS JOIN LATERAL (
    SELECT grantee, privilege_type, is_grantable FROM aclexplode(rights)
    EXCEPT SELECT grantee, privilege_type, is_grantable FROM aclexplode(usual)
  ) r
  UNION ALL
  SELECT object.*, 'REVOKE', r.*
  FROM object CROSS JOIN LATERAL (
    SELECT grantee, privilege_type, is_grantable FROM aclexplode(usual)
    EXCEPT SELECT grantee, privilege_type, is_grantable FROM aclexplode(coalesce(rights, usual))
  ) r
)
SELECT page,
       concat(
         verb, ' ', string_agg(privilege_type || columns, ', ' ORDER BY privilege_type), ' ON ', target,
         CASE verb WHEN 'GRANT' THEN ' TO ' ELSE ' FROM ' END, who.name,
         CASE WHEN is_grantable AND verb = 'GRANT' THEN ' WITH GRANT OPTION' END
       ) AS sql
FROM changed
CROSS JOIN LATERAL (
  SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' WHEN grantee = owner THEN 'CURRENT_USER' ELSE grantee::regrole::text END AS name
) who
GROUP BY page, target, columns, verb, who.name, is_grantable
ORDER BY page, verb DESC, target, columns, who.name, is_grantable`,
  )
}
