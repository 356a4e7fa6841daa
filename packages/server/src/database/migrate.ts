import {
  createMigrator,
  ledgerMigrator,
  type MigrateOptions,
  type MigrationPool,
  type MigrationResult,
  type Migrator,
} from '@evenkeel/ledger/migrations'
import { packageVersion, walletMigrations } from '../generated/wallet-migrations.ts'

/** The service's own schema. */
export const walletMigrator: Migrator = createMigrator({
  schema: 'wallet',
  packageName: '@evenkeel/server',
  packageVersion,
  migrations: walletMigrations,
})

/**
 * Brings the whole database of the service up to date: the ledger first, because tables of the wallet refer
 * to its keys. Each schema has a history and a lock of its own, so a failure in the second leaves the first
 * as it should be.
 */
export async function migrate(pool: MigrationPool, options?: MigrateOptions): Promise<MigrationResult[]> {
  const results: MigrationResult[] = []
  for (const migrator of [ledgerMigrator, walletMigrator]) results.push(await migrator.migrate(pool, options))
  return results
}
