import type { MigrationPool, SqlClient } from '../../src/migrations/index.ts'
import { type Column, readColumns } from './catalog/columns.ts'
import { readComments } from './catalog/comments.ts'
import { type Constraint, readConstraints } from './catalog/constraints.ts'
import { readFunctions } from './catalog/functions.ts'
import { readGrants } from './catalog/grants.ts'
import type { Page, Statement } from './catalog/select.ts'
import { readSequences } from './catalog/sequences.ts'
import { readStatistics } from './catalog/statistics.ts'
import { readIndexes, readPolicies, readTableSettings, readTriggers } from './catalog/table-parts.ts'
import { readTables, type Table } from './catalog/tables.ts'
import { readTypes } from './catalog/types.ts'
import { readUnshownObjects } from './catalog/unshown-objects.ts'
import { readViews } from './catalog/views.ts'

/** Everything in a schema, as it is shown. Each list is in the order in which it is printed. */
export interface Catalog {
  readonly schema: string
  readonly types: readonly Page[]
  readonly sequences: readonly Page[]
  readonly functions: readonly Page[]
  readonly tables: readonly Table[]
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  /** What follows a table, each on the page of its own: settings, indexes, statistics, triggers, policies. */
  readonly tableParts: readonly Statement[]
  readonly views: readonly Page[]
  readonly comments: readonly Statement[]
  readonly grants: readonly Statement[]
}

/** Reads one consistent picture of the schema. Refuses one that holds something the dump cannot show. */
export async function readCatalog(pool: MigrationPool, schema: string): Promise<Catalog> {
  const connection = await pool.connect()
  try {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    // Names print qualified when the path holds nothing but the system's own.
    await connection.query('SET LOCAL search_path = pg_catalog')
    await refuseUnshown(connection, schema)
    return {
      schema,
      types: await readTypes(connection, schema),
      sequences: await readSequences(connection, schema),
      functions: await readFunctions(connection, schema),
      tables: await readTables(connection, schema),
      columns: await readColumns(connection, schema),
      constraints: await readConstraints(connection, schema),
      tableParts: [
        ...(await readTableSettings(connection, schema)),
        ...(await readIndexes(connection, schema)),
        ...(await readStatistics(connection, schema)),
        ...(await readTriggers(connection, schema)),
        ...(await readPolicies(connection, schema)),
      ],
      views: await readViews(connection, schema),
      comments: await readComments(connection, schema),
      grants: await readGrants(connection, schema),
    }
  } finally {
    await connection.query('ROLLBACK')
    connection.release()
  }
}

async function refuseUnshown(connection: SqlClient, schema: string): Promise<void> {
  const unshown = await readUnshownObjects(connection, schema)
  if (unshown.length > 0) {
    throw new Error(
      `The dump of schema ${schema} cannot show: ${unshown.join('; ')}. Teach it in scripts/schema-dump.`,
    )
  }
}
