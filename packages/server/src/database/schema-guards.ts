import type { Pool } from 'pg'

/**
 * What refuses a wrong row, whoever writes it: triggers, their functions and constraints, each by name with a
 * fingerprint of its definition and of whether it is on.
 *
 * Read with an empty search_path: definitions leave out the schemas that are on it, and every role may have its own.
 */
export async function readSchemaGuards(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN READ ONLY')
    await client.query("SET LOCAL search_path = ''")
    const { rows } = await client.query<{ name: string; fingerprint: string }>(`
      WITH ours AS (
        SELECT oid, nspname AS schema
        FROM pg_catalog.pg_namespace
        WHERE nspname IN ('ledger', 'wallet')
      )
      SELECT format('trigger %s on %s.%s', tgname, schema, relname) AS name,
             md5(concat(pg_get_triggerdef(pg_trigger.oid), '|', tgenabled)) AS fingerprint
      FROM pg_catalog.pg_trigger
      JOIN pg_catalog.pg_class ON pg_class.oid = tgrelid
      JOIN ours ON ours.oid = relnamespace
      WHERE NOT tgisinternal
      UNION ALL
      SELECT format('function %s.%s(%s)', schema, proname, pg_get_function_identity_arguments(pg_proc.oid)),
             md5(concat(prosrc, '|', prosecdef, '|', proconfig))
      FROM pg_catalog.pg_proc
      JOIN ours ON ours.oid = pronamespace
      UNION ALL
      SELECT format('constraint %s on %s.%s', conname, schema, relname),
             md5(concat(pg_get_constraintdef(pg_constraint.oid), '|', convalidated))
      FROM pg_catalog.pg_constraint
      JOIN pg_catalog.pg_class ON pg_class.oid = conrelid
      JOIN ours ON ours.oid = connamespace
      -- NOT NULL is a constraint from PostgreSQL 18 on only.
      WHERE contype IN ('c', 'f', 'p', 'u', 'x')
      ORDER BY name
    `)
    return new Map(rows.map(({ name, fingerprint }) => [name, fingerprint]))
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}
