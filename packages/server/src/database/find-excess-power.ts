import type { Pool } from 'pg'

export interface ExcessPower {
  readonly role: string
  /** What it is or has, as the end of a sentence about it. */
  readonly why: string
}

/**
 * What makes the role that the service connects as stronger than the triggers and grants that guard the books; nothing for
 * a role that has its rights from `roles.sql`.
 */
export async function findExcessPower(pool: Pool): Promise<ExcessPower | undefined> {
  const { rows } = await pool.query<{ role: string; is_superuser: boolean; owned: string[] | null }>(`
    SELECT
      role.rolname AS role,
      role.rolsuper AS is_superuser,
      (
        SELECT array_agg(DISTINCT namespace.nspname::text ORDER BY namespace.nspname::text)
        FROM pg_catalog.pg_class AS class
        JOIN pg_catalog.pg_namespace AS namespace
          ON namespace.oid = class.relnamespace
        WHERE namespace.nspname IN ('ledger', 'wallet')
          AND class.relkind = 'r'
          AND pg_has_role(role.oid, class.relowner, 'MEMBER')
      ) AS owned
    FROM pg_catalog.pg_roles AS role
    WHERE role.rolname = current_user`)
  const [found] = rows
  if (found === undefined) return undefined
  const { role, is_superuser: isSuperuser, owned } = found
  if (isSuperuser) return { role, why: 'is a superuser, whom no trigger and no grant binds' }
  if (owned === null) return undefined
  return {
    role,
    why: `owns tables of ${owned.join(' and ')}, or may become their owner, and can switch their triggers off`,
  }
}
