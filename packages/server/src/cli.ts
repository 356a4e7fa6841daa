#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import type { Config } from './config/config-schema.ts'
import { describeConfig } from './config/describe-config.ts'
import { freshKeys } from './config/fresh-keys.ts'
import { readConfig } from './config/read-config.ts'
import { createLogger, type Logger } from './observability/logger.ts'
import { changeRole } from './processes/change-role.ts'
import { type ExitCode, exitCodes } from './processes/exit-codes.ts'
import { migrateDatabase } from './processes/migrate-database.ts'
import { resealSecrets } from './processes/reseal-secrets.ts'
import { serve } from './processes/serve.ts'
import { exitCodeOf, explain } from './processes/start-error.ts'
import { work } from './processes/work.ts'

const usage = `Usage: evenkeel-server <command>

  serve     answer HTTP requests until told to stop
  work      do the jobs that requests and the clock ask for, until told to stop
  migrate   bring the database up to this version
  keys      print new secret keys, to be kept with the other secrets
  reseal    seal everything in the database again with the newest key, while the service runs
  grant     make somebody staff: grant <mail address> support | finance | admin
  revoke    the other way round, as the role that migrates
  config    print the settings in force, without secrets

Settings come from the environment; DATABASE_URL and the keys are the only ones without a default.
`

type Command = (given: readonly string[]) => Promise<ExitCode>

const commands: Readonly<Record<string, { readonly takes: number; readonly run: Command }>> = {
  serve: { takes: 0, run: () => serve(process.env) },
  work: { takes: 0, run: () => work(process.env) },
  migrate: { takes: 0, run: withoutKeys(({ databaseUrl }, logger) => migrateDatabase(databaseUrl, logger)) },
  keys: { takes: 0, run: printKeys },
  reseal: { takes: 0, run: withSettings(resealSecrets) },
  grant: { takes: 2, run: changeRoleBy('grant') },
  revoke: { takes: 2, run: changeRoleBy('revoke') },
  config: { takes: 0, run: withSettings(async (config) => print(describeConfig(config))) },
  help: { takes: 0, run: printUsage },
  '--help': { takes: 0, run: printUsage },
}

process.exitCode = await main(process.argv.slice(2))

/** The command `evenkeel-server`; answers with its exit code. */
async function main([name = '', ...given]: readonly string[]): Promise<ExitCode> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command?.takes === given.length) return command.run(given)
  process.stderr.write(usage)
  return exitCodes.usage
}

type Work = (config: Config, logger: Logger, given: readonly string[]) => Promise<void>

function withSettings(work: Work, environment = () => process.env): Command {
  return async (given) => {
    try {
      const config = readConfig(environment())
      await work(config, createLogger(config.logLevel), given)
      return exitCodes.ok
    } catch (error) {
      process.stderr.write(`evenkeel-server: ${explain(error)}\n`)
      return exitCodeOf(error)
    }
  }
}

/** For what signs and seals nothing, so that whoever does it need not hold the keys: some that nobody keeps stand in. */
function withoutKeys(work: Work): Command {
  return withSettings(work, () => ({
    ...process.env,
    EVENKEEL_SIGNING_KEYS_FILE: '',
    EVENKEEL_ENCRYPTION_KEYS_FILE: '',
    ...freshKeys('none'),
  }))
}

function changeRoleBy(command: 'grant' | 'revoke'): Command {
  return withoutKeys(async (config, logger, [mail = '', role = '']) => {
    print(`${await changeRole(config, logger, { command, mail, role })}\n`)
  })
}

async function printKeys(): Promise<ExitCode> {
  const keys = freshKeys(`k${randomUUID().slice(0, 8)}`)
  for (const [variable, value] of Object.entries(keys)) print(`${variable}=${value}\n`)
  return exitCodes.ok
}

async function printUsage(): Promise<ExitCode> {
  print(usage)
  return exitCodes.ok
}

function print(text: string): void {
  process.stdout.write(text)
}
