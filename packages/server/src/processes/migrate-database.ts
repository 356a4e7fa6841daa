import { isLedgerError } from '@evenkeel/ledger'
import type { MigrationProgress } from '@evenkeel/ledger/migrations'
import { migrate } from '../database/migrate.ts'
import { createMigrationPool } from '../database/pool.ts'
import type { Logger } from '../observability/logger.ts'
import { checkConnection } from './check-database.ts'
import { exitCodes } from './exit-codes.ts'
import { StartError } from './start-error.ts'

/** Brings both schemas up to this version. Safe to run from several places at once. */
export async function migrateDatabase(databaseUrl: string, logger: Logger): Promise<void> {
  const pool = createMigrationPool(databaseUrl, logger)
  try {
    await checkConnection(pool, databaseUrl)
    await migrate(pool, { onProgress: (progress) => log(progress, logger) })
  } catch (error) {
    // The runner's own sentences say what to do; anything else is a bug and keeps its stack.
    if (!isLedgerError(error)) throw error
    throw new StartError(exitCodes.migrationsDiffer, error.message, { cause: error })
  } finally {
    await pool.end()
  }
}

function log(progress: MigrationProgress, logger: Logger): void {
  switch (progress.kind) {
    case 'applied': {
      const { id, name, durationMs } = progress.migration
      logger.info({ migration: id, duration_ms: durationMs }, `migrated: ${name}`)
      break
    }
    case 'waiting':
      logger.info({ holders: progress.holders.length }, 'waiting for somebody else who migrates')
      break
    case 'retrying':
      logger.warn({ attempt: progress.attempt, err: progress.error }, 'a migration is tried again')
  }
}
