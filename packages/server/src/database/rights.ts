import type { Pool } from 'pg'

/** One right of the service's role: to a table or sequence as a whole, or to the columns that are named. */
export interface Right {
  readonly relation: string
  readonly privilege: string
  readonly columns: string | null
}

/** What was granted to a role in both schemas, as PostgreSQL keeps it. */
export async function readRights(pool: Pool, role: string): Promise<readonly Right[]> {
  const { rows } = await pool.query<Right>(
    `
    SELECT relation, privilege, string_agg(column_name, ', ' ORDER BY column_name) AS columns
    FROM (
      SELECT relnamespace, relname, NULL AS column_name, acl.privilege_type AS privilege, acl.grantee
      FROM pg_class
      CROSS JOIN LATERAL aclexplode(relacl) AS acl
      UNION ALL
      SELECT relnamespace, relname, attname::text COLLATE "C", acl.privilege_type, acl.grantee
      FROM pg_class
      JOIN pg_attribute ON attrelid = pg_class.oid
      CROSS JOIN LATERAL aclexplode(attacl) AS acl
    ) AS granted
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    CROSS JOIN LATERAL concat(nspname, '.', relname) AS relation
    WHERE nspname IN ('ledger', 'wallet') AND grantee = (SELECT oid FROM pg_roles WHERE rolname = $1)
    GROUP BY relation, privilege
    ORDER BY relation COLLATE "C", privilege
    `,
    [role],
  )
  return rows
}

/** Which of these rights the role that is connected lacks, each as a sentence. */
export async function findMissingRights(pool: Pool, needed: readonly Right[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ sentence: string }>(
    `
    SELECT format('The role %s may not %s %s. Run roles.sql again.', current_user, concat_ws(' ', privilege, '(' || columns || ')'), relation) AS sentence
    FROM unnest($1::text[], $2::text[], $3::text[]) AS needed (relation, privilege, columns)
    WHERE NOT CASE
      WHEN privilege = 'USAGE' THEN has_sequence_privilege(to_regclass(relation), privilege)
      WHEN columns IS NULL THEN has_table_privilege(to_regclass(relation), privilege)
      ELSE (
        SELECT bool_and(has_column_privilege(attrelid, attnum, privilege))
        FROM pg_attribute
        WHERE attrelid = to_regclass(relation) AND attname = ANY (string_to_array(columns, ', '))
      )
    END
    ORDER BY sentence
    `,
    [
      needed.map(({ relation }) => relation),
      needed.map(({ privilege }) => privilege),
      needed.map(({ columns }) => columns),
    ],
  )
  return rows.map(({ sentence }) => sentence)
}
