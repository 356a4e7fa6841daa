import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'
import type { Complaint } from './complaint.ts'

/** Whether a role could do to the books what nobody may. Without a name, the role that is connected. */
export async function examineRole(connection: SqlConnection, role: string | undefined): Promise<Complaint[]> {
  const [facts] = await readRows<RoleFacts>(connection, readRole, [role ?? null])
  if (facts === undefined) {
    return [
      {
        weight: 'wrong',
        what: `there is no role ${role}`,
        fix: 'Name the role that your service connects as.',
      },
    ]
  }
  const { name } = facts
  const complaints: Complaint[] = []
  const add = (isSo: boolean, what: string, fix: string): void => {
    if (isSo) complaints.push({ weight: 'wrong', what: `role ${name} ${what}`, fix })
  }
  const another =
    'Let the service connect as a role of its own, without this right: see migrations/ledger/roles.sql. The owner migrates; the service does not.'
  add(facts.is_superuser, 'is a superuser: no trigger or grant binds it', another)
  add(
    !facts.is_superuser && facts.is_owner,
    'owns tables of the ledger, or may become their owner: it can switch triggers off',
    another,
  )
  for (const { table, privilege } of facts.is_superuser || facts.is_owner ? [] : facts.excess) {
    add(
      true,
      `has ${privilege} on ledger.${table}`,
      `REVOKE ${privilege} ON ledger.${table} FROM ${quoted(name)};`,
    )
  }
  for (const { table, privilege } of facts.public_rights) {
    complaints.push({
      weight: 'wrong',
      what: `everybody has ${privilege} on ledger.${table}`,
      fix: `REVOKE ${privilege} ON ledger.${table} FROM PUBLIC;`,
    })
  }
  return complaints
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

interface RoleFacts {
  readonly name: string
  readonly is_superuser: boolean
  readonly is_owner: boolean
  readonly excess: readonly Right[]
  readonly public_rights: readonly Right[]
}

interface Right {
  readonly table: string
  readonly privilege: string
}

// Rights on whole tables that roles.sql gives to nobody. What it gives column by column is not among them.
const readRole = `
SELECT json_build_object(
  'name', role.rolname,
  'is_superuser', role.rolsuper,
  'is_owner', EXISTS (
    SELECT
    FROM pg_catalog.pg_class AS class
    WHERE class.relnamespace = to_regnamespace('ledger')
      AND pg_has_role(role.oid, class.relowner, 'MEMBER')
  ),
  'excess', (
    SELECT coalesce(json_agg(json_build_object('table', class.relname, 'privilege', forbidden.privilege) ORDER BY class.relname, forbidden.privilege), '[]')
    FROM pg_catalog.pg_class AS class
    JOIN (
      VALUES
        ('book', ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']),
        ('account', ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']),
        ('journal', ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']),
        ('entry', ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']),
        ('hold', ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']),
        ('hold_event', ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']),
        ('key', ARRAY['UPDATE', 'TRUNCATE', 'TRIGGER']),
        ('migration', ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'])
    ) AS rule (name, privileges)
      ON rule.name = class.relname
    CROSS JOIN unnest(rule.privileges) AS forbidden (privilege)
    WHERE class.relnamespace = to_regnamespace('ledger')
      AND has_table_privilege(role.oid, class.oid, forbidden.privilege)
  ),
  'public_rights', (
    SELECT coalesce(json_agg(json_build_object('table', class.relname, 'privilege', granted.privilege_type) ORDER BY class.relname, granted.privilege_type), '[]')
    FROM pg_catalog.pg_class AS class
    CROSS JOIN aclexplode(class.relacl) AS granted
    WHERE class.relnamespace = to_regnamespace('ledger')
      AND granted.grantee = 0
  )
)::text AS row
FROM pg_catalog.pg_roles AS role
WHERE role.rolname = coalesce($1::text, current_user)`
