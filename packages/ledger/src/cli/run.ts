import { ledgerMigrator, type MigrationProgress } from '../migrations/index.ts'
import { type Arguments, parseArguments } from './arguments.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { help } from './help.ts'
import { checkReport, errorReport, migrateReport, planReport, progressLine, type Report } from './reports.ts'
import { UsageError } from './usage-error.ts'
import { withPool } from './with-pool.ts'

/** Where a command prints: results to `out`, everything else to `err`. */
export interface Console {
  out(text: string): void
  err(text: string): void
}

/** One run of the program. Returns its exit code. */
export async function run(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  console: Console,
): Promise<number> {
  // Known before the words are parsed, so that a program hears of a usage error in JSON too.
  const wantsJson = words.includes('--json')
  const print = (report: Report): string => (wantsJson ? `${JSON.stringify(report.json)}\n` : report.text)
  try {
    const { report, exitCode } = await answer(parseArguments(words), environment, console)
    console.out(print(report))
    return exitCode
  } catch (error) {
    console.err(print(errorReport(error)))
    if (error instanceof UsageError && !wantsJson)
      console.err('Run evenkeel-ledger --help to see what there is.\n')
    return exitCodeOf(error)
  }
}

interface Answer {
  readonly report: Report
  readonly exitCode: number
}

async function answer(asked: Arguments, environment: NodeJS.ProcessEnv, console: Console): Promise<Answer> {
  switch (asked.command) {
    case 'help':
      return done({ text: help, json: { help } })
    case 'version':
      return done({
        text: `${ledgerMigrator.packageVersion}\n`,
        json: { version: ledgerMigrator.packageVersion },
      })
    case 'migrate': {
      const onProgress = asked.json ? undefined : printOnce(console)
      const options = onProgress && { onProgress }
      return done(migrateReport(await withPool(environment, (pool) => ledgerMigrator.migrate(pool, options))))
    }
    case 'plan': {
      const { from } = asked
      const sql =
        from === undefined ? await withPool(environment, ledgerMigrator.plan) : ledgerMigrator.planFrom(from)
      return done(planReport(ledgerMigrator.schema, sql))
    }
    case 'check': {
      const status = await withPool(environment, ledgerMigrator.check)
      const exitCode = status.state === 'current' ? exitCodes.ok : exitCodes.migrationsDiffer
      return { report: checkReport(status), exitCode }
    }
  }
}

function done(report: Report): Answer {
  return { report, exitCode: exitCodes.ok }
}

/** A wait is told once, not each time it goes on. */
function printOnce(console: Console): (progress: MigrationProgress) => void {
  let isWaiting = false
  return (progress) => {
    if (progress.kind !== 'waiting' || !isWaiting) console.err(progressLine(progress))
    isWaiting = progress.kind === 'waiting'
  }
}
