import { ledgerMigrator } from '@evenkeel/ledger/migrations'
import type { DatabaseSchema } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { queueOptions } from '../../src/database/job-queues.ts'
import { migrate, walletMigrator } from '../../src/database/migrate.ts'

/** A database as the service finds it: its schemas up to date, nothing in them. */
export const walletSchema: DatabaseSchema = {
  name: 'wallet',
  fingerprint: [
    ...[ledgerMigrator, walletMigrator].flatMap(({ migrations }) => migrations.map(({ sha256 }) => sha256)),
    JSON.stringify(queueOptions),
  ].join(),
  prepare: async (url) => {
    const pool = new Pool({ connectionString: url })
    await migrate(pool)
    await pool.end()
  },
}
