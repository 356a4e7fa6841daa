#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import { describeConfig } from './config/describe-config.ts'
import { freshKeys } from './config/fresh-keys.ts'
import { readConfig } from './config/read-config.ts'
import { createLogger } from './observability/logger.ts'
import { exitCodes } from './processes/exit-codes.ts'
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
  config    print the settings in force, without secrets

Settings come from the environment; DATABASE_URL and the keys are the only ones without a default.
`

/** Migrating signs and seals nothing, so whoever does it need not hold the keys: some that nobody keeps stand in. */
const withoutKeys = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...environment,
  EVENKEEL_SIGNING_KEYS_FILE: '',
  EVENKEEL_ENCRYPTION_KEYS_FILE: '',
  ...freshKeys('none'),
})

process.exitCode = await main(process.argv.slice(2))

/** The command `evenkeel-server`; answers with its exit code. */
async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (rest.length === 0 && command === 'serve') return serve(process.env)
  if (rest.length === 0 && command === 'work') return work(process.env)
  if (rest.length === 0 && (command === '--help' || command === 'help')) {
    process.stdout.write(usage)
    return exitCodes.ok
  }
  if (rest.length === 0 && command === 'keys') {
    const keys = freshKeys(`k${randomUUID().slice(0, 8)}`)
    for (const [variable, value] of Object.entries(keys)) process.stdout.write(`${variable}=${value}\n`)
    return exitCodes.ok
  }
  if (rest.length > 0 || (command !== 'migrate' && command !== 'reseal' && command !== 'config')) {
    process.stderr.write(usage)
    return exitCodes.usage
  }
  try {
    const config = readConfig(command === 'migrate' ? withoutKeys(process.env) : process.env)
    if (command === 'config') process.stdout.write(describeConfig(config))
    else if (command === 'reseal') await resealSecrets(config, createLogger(config.logLevel))
    else await migrateDatabase(config.databaseUrl, createLogger(config.logLevel))
    return exitCodes.ok
  } catch (error) {
    process.stderr.write(`evenkeel-server: ${explain(error)}\n`)
    return exitCodeOf(error)
  }
}
