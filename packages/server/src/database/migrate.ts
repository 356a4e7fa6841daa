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

/** What stands between the database and this version of the service; empty when it can work. */
export interface MigrationObstacle {
  readonly schema: string
  readonly code: 'migrations_pending' | 'migrations_refused'
  readonly message: string
}

/**
 * Compares both histories with what this version carries. A database that is newer than the code is no obstacle:
 * while a release rolls out, the instances of the version before it go on working, and a release that is taken
 * back leaves the database where it is.
 */
export async function findMigrationObstacles(pool: MigrationPool): Promise<MigrationObstacle[]> {
  const obstacles: MigrationObstacle[] = []
  for (const migrator of [ledgerMigrator, walletMigrator]) {
    const { schema, state, pending, refusal } = await migrator.check(pool)
    if (state === 'pending') {
      const message = `Schema ${schema} lacks ${pending.length} migration(s).`
      obstacles.push({ schema, code: 'migrations_pending', message })
    } else if (refusal !== undefined && refusal.code !== 'database_newer') {
      obstacles.push({ schema, code: 'migrations_refused', message: refusal.message })
    }
  }
  return obstacles
}

/** Whether a later version has migrated the database already. */
export async function isNewerThanCode(pool: MigrationPool): Promise<boolean> {
  for (const migrator of [ledgerMigrator, walletMigrator]) {
    const { refusal } = await migrator.check(pool)
    if (refusal?.code === 'database_newer') return true
  }
  return false
}
