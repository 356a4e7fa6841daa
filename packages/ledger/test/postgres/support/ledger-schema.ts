import type { DatabaseSchema } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { migrate, migrations } from '../../../src/migrations/index.ts'

/** A database with the ledger's migrations and nothing in it. */
export const ledgerSchema: DatabaseSchema = {
  name: 'ledger',
  fingerprint: migrations.map(({ sha256 }) => sha256).join(),
  prepare: async (url) => {
    const pool = new Pool({ connectionString: url })
    await migrate(pool)
    await pool.end()
  },
}
