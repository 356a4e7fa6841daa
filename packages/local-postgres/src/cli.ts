#!/usr/bin/env node
import { parseCommandLine, usage } from './cli-arguments.ts'
import { isLocalPostgresError } from './errors/local-postgres-error.ts'
import { startPostgres } from './start-postgres.ts'

process.exitCode = await main(process.argv.slice(2))

/** The command `evenkeel-postgres`; answers with its exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const request = parseCommandLine(args)
    if (request !== null) return await serveUntilTold(request)
    process.stdout.write(usage)
    return 0
  } catch (error) {
    if (!isLocalPostgresError(error)) throw error
    const isUsage =
      error.code === 'invalid_options' || (error.code === 'setting_refused' && !error.details['logFile'])
    process.stderr.write(`evenkeel-postgres: ${error.message}\n${isUsage ? '\nTry --help.\n' : ''}`)
    return isUsage ? 2 : 1
  }
}

async function serveUntilTold(request: Parameters<typeof startPostgres>[0]): Promise<number> {
  const told = new Promise<'told'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('told'))
  })
  // A server does not keep its host alive, and this program has nothing else to live for.
  const staying = setInterval(() => {}, 60_000)
  try {
    const postgres = await startPostgres(request)
    process.stdout.write(`${postgres.url}\n`)
    process.stderr.write(
      `PostgreSQL ${postgres.version} is ready. Data: ${postgres.dataDir}. Log: ` +
        `${postgres.logFile}. Ctrl-C stops it.\n`,
    )
    const outcome = await Promise.race([told, postgres.exited])
    if (outcome !== 'told') {
      process.stderr.write(`evenkeel-postgres: PostgreSQL ended unexpectedly.\n${outcome.lastLines}\n`)
      return 1
    }
    await postgres.stop()
    return 0
  } finally {
    clearInterval(staying)
  }
}
