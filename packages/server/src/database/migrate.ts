import {
  createMigrator,
  ledgerMigrator,
  type MigrateOptions,
  type MigrationPool,
  type MigrationResult,
  type Migrator,
} from '@evenkeel/ledger/migrations'
import type { Pool } from 'pg'
import { packageVersion, walletMigrations } from '../generated/wallet-migrations.ts'
import { deadQueue, jobSchema, queueNames } from './job-queues.ts'
import { migrateJobs } from './migrate-jobs.ts'

/** The service's own schema. */
export const walletMigrator: Migrator = createMigrator({
  schema: 'wallet',
  packageName: '@evenkeel/server',
  packageVersion,
  migrations: walletMigrations,
})

/**
 * Brings the whole database of the service up to date: the ledger first, because tables of the wallet refer
 * to its keys; the tables of pg-boss last. Each schema has a history and a lock of its own, so a failure in the second
 * leaves the first as it should be.
 */
export async function migrate(pool: Pool, options?: MigrateOptions): Promise<MigrationResult[]> {
  const results: MigrationResult[] = []
  for (const migrator of [ledgerMigrator, walletMigrator]) results.push(await migrator.migrate(pool, options))
  await migrateJobs(pool)
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
  if (!(await hasJobQueues(pool))) {
    obstacles.push({
      schema: jobSchema,
      code: 'migrations_pending',
      message: `Schema ${jobSchema} lacks its queues.`,
    })
  }
  return obstacles
}

async function hasJobQueues(pool: MigrationPool): Promise<boolean> {
  const client = await pool.connect()
  try {
    const tables = await client.query(`SELECT 1 WHERE to_regclass('${jobSchema}.queue') IS NOT NULL`)
    if (tables.rows.length === 0) return false
    const names = [...queueNames, deadQueue].map((name) => `'${name}'`).join(', ')
    const { rows } = await client.query(`SELECT name FROM ${jobSchema}.queue WHERE name IN (${names})`)
    return rows.length === queueNames.length + 1
  } finally {
    client.release()
  }
}

/** Whether a later version has migrated the database already. */
export async function isNewerThanCode(pool: MigrationPool): Promise<boolean> {
  for (const migrator of [ledgerMigrator, walletMigrator]) {
    const { refusal } = await migrator.check(pool)
    if (refusal?.code === 'database_newer') return true
  }
  return false
}
