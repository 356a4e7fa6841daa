import { Pool } from 'pg'
import { createMigrator } from '../src/migrations/index.ts'
import { type GeneratedFile, settleGenerated } from './generated-file.ts'
import { readMigrations } from './read-migrations.ts'
import { dumpSchema } from './schema-dump/dump-schema.ts'
import { type SchemaSource, schemas } from './schemas.ts'
import { withScratchDatabase } from './scratch-database.ts'

// Writes what the files of each schema add up to, as an empty PostgreSQL 18 holds it: the text that reviewers
// read.

const files = await withScratchDatabase(async (url) => {
  const pool = new Pool({ connectionString: url })
  // `end` answers before its connections have gone, and dropping the database ends the last of them; without a
  // listener that would end the process.
  pool.on('error', () => undefined)
  try {
    const dumps: GeneratedFile[] = []
    // One after the other: a later schema may refer to an earlier one.
    for (const source of schemas) dumps.push(await schemaFile(pool, source))
    return dumps
  } finally {
    await pool.end()
  }
})
await settleGenerated(files, 'node --conditions=@evenkeel/source packages/ledger/scripts/dump-schema.ts')

async function schemaFile(pool: Pool, { schema, packageName }: SchemaSource): Promise<GeneratedFile> {
  const migrations = await readMigrations(schema)
  await createMigrator({ schema, packageName, packageVersion: '0.0.0', migrations }).migrate(pool)
  const header = `-- GENERATED from the files in this folder by packages/ledger/scripts/dump-schema.ts. Do not edit.
-- Schema ${schema} as PostgreSQL 18 holds it after all of them. To read, not to run: that is what the files
-- are for.
`
  return { path: `migrations/${schema}/schema.sql`, content: `${header}\n${await dumpSchema(pool, schema)}` }
}
