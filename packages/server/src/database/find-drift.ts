import type { Pool } from 'pg'
import { neededRights, schemaGuards } from '../generated/schema-guards.ts'
import { findMissingRights } from './rights.ts'
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
  return [...guards, ...(await findMissingRights(pool, neededRights)), ...(await findPublicRights(pool))]
}

/** Rights that everybody has, who can log in to the database. */
async function findPublicRights(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ sentence: string }>(`
    SELECT DISTINCT format('Everybody may %s %s.%s. Revoke it from PUBLIC.', privilege_type, nspname, relname) AS sentence
    FROM (
      SELECT oid, relacl AS acl FROM pg_class
      UNION ALL
      SELECT attrelid, attacl FROM pg_attribute
    ) AS granted
    JOIN pg_class ON pg_class.oid = granted.oid
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    CROSS JOIN LATERAL aclexplode(acl)
    WHERE nspname IN ('ledger', 'wallet') AND grantee = 0
    ORDER BY sentence
  `)
  return rows.map(({ sentence }) => sentence)
}
