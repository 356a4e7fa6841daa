import { ledgerMigrator } from '@evenkeel/ledger/migrations'
import type { DatabaseSchema } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { migrate, walletMigrator } from '../../src/database/migrate.ts'

/** A database as the service finds it: both schemas up to date, nothing in them. */
export const walletSchema: DatabaseSchema = {
  name: 'wallet',
  fingerprint: [ledgerMigrator, walletMigrator]
    .flatMap(({ migrations }) => migrations.map(({ sha256 }) => sha256))
    .join(),
  prepare: async (url) => {
    const pool = new Pool({ connectionString: url })
    await migrate(pool)
    await pool.end()
  },
}
