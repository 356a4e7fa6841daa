import type { Pool } from 'pg'
import { schemaGuards } from '../generated/schema-guards.ts'
import { readSchemaGuards } from './schema-guards.ts'

/**
 * How the database differs from what the migrations built, in sentences; empty when it does not. A trigger that
 * somebody turned off for an import, a right given to everybody in a hurry: nothing fails until money is wrong.
 */
export async function findDrift(pool: Pool): Promise<readonly string[]> {
  const found = await readSchemaGuards(pool)
  const guards = Object.entries(schemaGuards).flatMap(([name, fingerprint]) => {
    if (!found.has(name)) return [`The ${name} is missing.`]
    return found.get(name) === fingerprint
      ? []
      : [`The ${name} is turned off, or differs from what was built.`]
  })
  return [...guards, ...(await findWrongGrants(pool))]
}

/** What the service needs is granted to it, and nothing to everybody. */
async function findWrongGrants(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ sentence: string }>(`
    WITH tables AS (
      SELECT pg_class.oid, nspname || '.' || relname AS name, relacl
      FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE nspname IN ('ledger', 'wallet') AND relkind IN ('r', 'p')
    ),
    needed AS (
      SELECT oid, name, unnest(
        CASE
          WHEN name IN ('wallet.audit_record', 'wallet.role', 'wallet.migration', 'ledger.migration') THEN ARRAY['SELECT']
          ELSE ARRAY['SELECT', 'INSERT']
        END
      ) AS privilege
      FROM tables
    )
    SELECT format('The role %s may not %s %s. Grant it.', current_user, privilege, name) AS sentence
    FROM needed
    WHERE NOT has_table_privilege(oid, privilege)
    UNION ALL
    SELECT format('Everybody may %s %s. Revoke it from PUBLIC.', privilege_type, name)
    FROM tables
    CROSS JOIN LATERAL aclexplode(relacl)
    WHERE grantee = 0
    ORDER BY sentence
  `)
  return rows.map(({ sentence }) => sentence)
}
