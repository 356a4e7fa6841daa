import type { Pool } from 'pg'
import { ledgerMigrator } from '../migrations/index.ts'
import type { Answer } from './answer.ts'
import { exitCodes } from './exit-codes.ts'
import { checkReport } from './reports.ts'
import { withPool } from './with-pool.ts'

/**
 * Runs `work` on a database whose schema is the one this version knows. On any other it would answer wrongly, or with
 * words of PostgreSQL's about columns that are not there.
 */
export function withBooks(
  environment: NodeJS.ProcessEnv,
  work: (pool: Pool) => Promise<Answer>,
): Promise<Answer> {
  return withPool(environment, async (pool) => {
    const status = await ledgerMigrator.check(pool)
    if (status.state === 'current') return work(pool)
    return { report: checkReport(status), exitCode: exitCodes.migrationsDiffer }
  })
}
