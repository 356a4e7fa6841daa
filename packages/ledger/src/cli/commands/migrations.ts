import { ledgerMigrator, type MigrationProgress } from '../../migrations/index.ts'
import { type Answer, done } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import type { Console } from '../console.ts'
import { exitCodes } from '../exit-codes.ts'
import { checkReport, migrateReport, planReport, progressLine } from '../reports.ts'
import { UsageError } from '../usage-error.ts'
import { withPool } from '../with-pool.ts'

export async function runMigrate(
  { json }: Arguments,
  environment: NodeJS.ProcessEnv,
  console: Console,
): Promise<Answer> {
  const options = json ? undefined : { onProgress: printOnce(console) }
  return done(migrateReport(await withPool(environment, (pool) => ledgerMigrator.migrate(pool, options))))
}

export async function runPlan({ options }: Arguments, environment: NodeJS.ProcessEnv): Promise<Answer> {
  const { from } = options
  const sql =
    from === undefined
      ? await withPool(environment, ledgerMigrator.plan)
      : ledgerMigrator.planFrom(wholeNumber(from))
  return done(planReport(ledgerMigrator.schema, sql))
}

export async function runCheck(environment: NodeJS.ProcessEnv): Promise<Answer> {
  const status = await withPool(environment, ledgerMigrator.check)
  const exitCode = status.state === 'current' ? exitCodes.ok : exitCodes.migrationsDiffer
  return { report: checkReport(status), exitCode }
}

/** A wait is told once, not each time it goes on. */
function printOnce(console: Console): (progress: MigrationProgress) => void {
  let isWaiting = false
  return (progress) => {
    if (progress.kind !== 'waiting' || !isWaiting) console.err(progressLine(progress))
    isWaiting = progress.kind === 'waiting'
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text))
    throw new UsageError(`--from takes the number of a file, such as 1; "${text}" is none.`)
  return Number(text)
}
