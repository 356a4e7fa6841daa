import { ledgerMigrator } from '../migrations/index.ts'
import { fromSqlError } from '../postgres/sql-errors.ts'
import { type Answer, done, type Report } from './answer.ts'
import { type Arguments, parseArguments } from './arguments.ts'
import { runBalance } from './commands/balance.ts'
import { runDoctor } from './commands/doctor.ts'
import { runExport } from './commands/export.ts'
import { runJournal } from './commands/journal.ts'
import { runCheck, runMigrate, runPlan } from './commands/migrations.ts'
import { runStatement } from './commands/statement.ts'
import { runTrialBalance } from './commands/trial-balance.ts'
import { runVerify } from './commands/verify.ts'
import type { Console } from './console.ts'
import { exitCodeOf } from './exit-codes.ts'
import { help } from './help.ts'
import { errorReport } from './reports.ts'
import { UsageError } from './usage-error.ts'

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
    await console.out(print(report))
    return exitCode
  } catch (thrown) {
    const error = fromSqlError(thrown, 'not_written')
    console.err(print(errorReport(error)))
    if (error instanceof UsageError && !wantsJson)
      console.err('Run evenkeel-ledger --help to see what there is.\n')
    return exitCodeOf(error)
  }
}

function answer(
  asked: Arguments,
  environment: NodeJS.ProcessEnv,
  console: Console,
): Answer | Promise<Answer> {
  switch (asked.command) {
    case 'help':
      return done({ text: help, json: { help } })
    case 'version':
      return done({
        text: `${ledgerMigrator.packageVersion}\n`,
        json: { version: ledgerMigrator.packageVersion },
      })
    case 'migrate':
      return runMigrate(asked, environment, console)
    case 'plan':
      return runPlan(asked, environment)
    case 'check':
      return runCheck(environment)
    case 'doctor':
      return runDoctor(asked, environment)
    case 'verify':
      return runVerify(asked, environment, console)
    case 'export':
      return runExport(asked, environment, console)
    case 'balance':
      return runBalance(asked, environment)
    case 'statement':
      return runStatement(asked, environment)
    case 'journal':
      return runJournal(asked, environment)
    case 'trial-balance':
      return runTrialBalance(asked, environment)
  }
}
