import { ledgerMigrations, packageVersion } from '../generated/ledger-migrations.ts'
import { createMigrator, type MigrationStatus, type Migrator } from './create-migrator.ts'
import type { MigrateOptions, MigrationResult } from './migrate.ts'
import type { Migration } from './migration.ts'
import type { MigrationPool } from './migration-pool.ts'

/** Everything below, for code that handles several schemas alike. */
export const ledgerMigrator: Migrator = createMigrator({
  schema: 'ledger',
  packageName: '@evenkeel/ledger',
  packageVersion,
  migrations: ledgerMigrations,
})

/** The files that build the schema `ledger`, in order, for a host that runs them with a runner of its own. */
export const migrations: readonly Migration[] = ledgerMigrations

/**
 * Brings the schema `ledger` up to date. Safe to call from every process at every start.
 *
 * @example
 * ```ts
 * import { migrate } from '@evenkeel/ledger/migrations'
 * import { Pool } from 'pg'
 *
 * const pool = new Pool({ connectionString: process.env['DATABASE_URL'] })
 * await migrate(pool)
 * ```
 */
export function migrate(pool: MigrationPool, options?: MigrateOptions): Promise<MigrationResult> {
  return ledgerMigrator.migrate(pool, options)
}

/** What `migrate` would apply, as a script for psql. Writes nothing. */
export function plan(pool: MigrationPool): Promise<string> {
  return ledgerMigrator.plan(pool)
}

/** Whether the database has what this version of the package needs. Writes nothing. */
export function check(pool: MigrationPool): Promise<MigrationStatus> {
  return ledgerMigrator.check(pool)
}
