import * as z from 'zod'
import { InvariantError } from '../errors/index.ts'
import type { AppliedMigration } from './migration.ts'
import type { SqlClient } from './migration-pool.ts'

/**
 * The history of the schema, in order; empty where there is none yet. Works with whatever type parsers the
 * pool has.
 */
export async function readHistory(connection: SqlClient, schema: string): Promise<AppliedMigration[]> {
  if (!(await hasHistory(connection, schema))) return []

  const { rows } = await connection.query(`
SELECT id::text,
       name,
       sha256,
       to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "appliedAt",
       applied_by AS "appliedBy",
       duration_ms::text AS "durationMs",
       package_version AS "packageVersion"
FROM ${schema}.migration
ORDER BY ${schema}.migration.id`)
  const history = z.array(historyRow).safeParse(rows)
  if (!history.success) {
    const message = `${schema}.migration is not as the migration runner made it: ${history.error.message}`
    throw new InvariantError('unexpected_row', message, { schema }, { cause: history.error })
  }
  return history.data
}

/**
 * Asked of the catalog itself. `to_regclass` answers from the session's cache, which may not have heard yet
 * of a table that another process committed while we waited for the lock: the first file would then be
 * applied twice.
 */
async function hasHistory(connection: SqlClient, schema: string): Promise<boolean> {
  const { rows } = await connection.query(`
SELECT count(*)::text AS tables
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = '${schema}'
  AND c.relname = 'migration'`)
  return z.tuple([z.object({ tables: z.enum(['0', '1']) })]).parse(rows)[0].tables === '1'
}

const historyRow = z.object({
  id: z.coerce.number().int(),
  name: z.string(),
  sha256: z.string(),
  appliedAt: z.coerce.date(),
  appliedBy: z.string(),
  durationMs: z.coerce.number().int().nullable(),
  packageVersion: z.string(),
})
