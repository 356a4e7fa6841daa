import { Pool } from 'pg'
import { readCatalog } from '../src/doctor/catalog.ts'
import { ledgerMigrator } from '../src/migrations/index.ts'
import { fromPgPool } from '../src/pg/index.ts'
import { settleGenerated } from './generated-file.ts'
import { withScratchDatabase } from './scratch-database.ts'

// Lists what the migrations make, for `evenkeel-ledger doctor` to hold a database against.

const objects = await withScratchDatabase(async (url) => {
  const pool = new Pool({ connectionString: url })
  pool.on('error', () => undefined)
  try {
    await ledgerMigrator.migrate(pool)
    return await fromPgPool(pool).withConnection(async (connection) => {
      await connection.query('SET search_path = pg_catalog', [])
      return readCatalog(connection)
    })
  } finally {
    await pool.end()
  }
})

await settleGenerated(
  [
    {
      path: 'packages/ledger/src/generated/ledger-catalog.ts',
      content: `// GENERATED from migrations/ledger by packages/ledger/scripts/list-catalog.ts. Do not edit.
import type { CatalogObject } from '../migrations/catalog-object.ts'

export const ledgerCatalog: readonly CatalogObject[] = ${JSON.stringify(objects, null, 2)}
`,
    },
  ],
  'node --conditions=@evenkeel/source packages/ledger/scripts/list-catalog.ts',
)
