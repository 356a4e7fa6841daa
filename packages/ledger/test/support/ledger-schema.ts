import { createHash } from 'node:crypto'
import type { DatabaseSchema } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { migrate, migrations } from '../../src/migrations/index.ts'

/** What a test file gives `useDatabase` to have the ledger's tables in its database. */
export const ledgerSchema: DatabaseSchema = {
  name: 'ledger',
  fingerprint: createHash('sha256')
    .update(migrations.map(({ sha256 }) => sha256).join())
    .digest('hex'),
  async prepare(url) {
    const pool = new Pool({ connectionString: url, max: 2 })
    await migrate(pool)
    await pool.end()
  },
}
