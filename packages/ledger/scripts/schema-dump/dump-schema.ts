import type { MigrationPool } from '../../src/migrations/index.ts'
import { readCatalog } from './read-catalog.ts'
import { renderSchema } from './render-schema.ts'

/**
 * The schema as SQL to read, from the catalogs of the database behind `pool`. The same schema gives the same
 * text.
 */
export async function dumpSchema(pool: MigrationPool, schema: string): Promise<string> {
  return renderSchema(await readCatalog(pool, schema))
}
