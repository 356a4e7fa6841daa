import { relative } from 'node:path'
import { buildApp } from './app.ts'
import { withoutSecret } from './config/describe-config.ts'
import { readConfig } from './config/read-config.ts'
import { announcement } from './demo/announcement.ts'
import { demoDataFolder } from './demo/data-folder.ts'
import { demoKeys } from './demo/demo-keys.ts'
import { peopleRows } from './demo/demo-people.ts'
import { startLocalPostgres } from './demo/local-postgres-part.ts'
import { mailboxPage } from './demo/mailbox-page.ts'
import { moveIn } from './demo/move-in.ts'
import { startDemoSimulator } from './demo/simulator-part.ts'
import { createDependencies } from './dependencies.ts'
import { createMailbox } from './mails/mailbox.ts'
import { humanLines } from './observability/human-lines.ts'
import { createLogger } from './observability/logger.ts'
import type { ExitCode } from './processes/exit-codes.ts'
import { startHttp } from './processes/http-part.ts'
import { startIdentityParts } from './processes/identity-parts.ts'
import { migrateDatabase } from './processes/migrate-database.ts'
import { runParts } from './processes/run-parts.ts'
import { exitCodeOf, explain } from './processes/start-error.ts'
import { listenForStop } from './processes/stop-signal.ts'
import { startWorkerPart } from './processes/worker-part.ts'

// `npm start`: the whole service in one process, with a PostgreSQL of its own unless DATABASE_URL names another.
process.exitCode = await demo(process.env)

async function demo(environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const stop = listenForStop()
  try {
    const exitCode = await run(environment, stop.signal)
    if (stop.signal.aborted) tell('everything is stopped.')
    return exitCode
  } catch (error) {
    tell(explain(error))
    return exitCodeOf(error)
  } finally {
    stop.stopListening()
  }
}

function run(environment: NodeJS.ProcessEnv, stopSignal: AbortSignal): Promise<ExitCode> {
  const hasOwnDatabase = !environment['DATABASE_URL'] && !environment['DATABASE_URL_FILE']
  const folder = demoDataFolder(environment, process.cwd())
  const given = readConfig({
    ...demoKeys(`${folder}-keys.json`),
    EVENKEEL_DOCS_PAGE: 'on',
    // People who press Ctrl-C look at the screen while they wait.
    EVENKEEL_STOP_TIMEOUT_MS: '5000',
    // Whoever tries a withdrawal does it today, not after the day that a new bank account usually has to wait.
    EVENKEEL_BANK_ACCOUNT_COOLING_HOURS: '0',
    EVENKEEL_SECURITY_COOLING_HOURS: '0',
    ...environment,
    // Its own address is known once it runs; a mistake in another setting is told before.
    ...(hasOwnDatabase && { DATABASE_URL: 'postgres://127.0.0.1/postgres' }),
  })
  const logger = createLogger(
    given.logLevel,
    process.stdout.isTTY ? humanLines(process.stdout) : process.stdout,
  )

  return runParts({
    stopSignal,
    stopTimeoutMs: given.drainDelayMs + given.stopTimeoutMs + 20_000,
    fail: tell,
    async start(add) {
      const startedMs = performance.now()
      const postgres = hasOwnDatabase ? add(await startLocalPostgres(folder)) : undefined
      const simulator =
        given.revioSecretKey === undefined
          ? add(await startDemoSimulator(environment, hasOwnDatabase ? `${folder}-provider` : undefined))
          : undefined
      const config = {
        ...given,
        databaseUrl: postgres?.url ?? given.databaseUrl,
        ...simulator?.config,
      }
      await migrateDatabase(config.databaseUrl, logger)

      const mailbox = config.smtpUrl === undefined ? createMailbox() : undefined
      const dependencies = createDependencies(config, logger, mailbox && { mailer: mailbox })
      add({ name: 'database connections', stop: dependencies.close })
      for (const part of startIdentityParts(dependencies)) add(part)
      const app = await buildApp(dependencies)
      if (mailbox !== undefined) mailboxPage(app, mailbox)
      add(await startWorkerPart(dependencies))
      const { url } = add(await startHttp(app, dependencies))
      await simulator?.sendWebhooksTo(`${url}/v1/webhooks/revio`)
      // Only where nobody else lives: mails to these people go nowhere, and so does their money.
      const isOurs = postgres !== undefined && mailbox !== undefined && simulator !== undefined
      const password = isOurs
        ? await moveIn(dependencies, { url, passwordFile: `${folder}-password` })
        : undefined

      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
      process.stdout.write(
        announcement(
          [
            ['API', url],
            ...(config.docsPage === 'on' ? [['Try it', `${url}/docs`] as const] : []),
            ...(mailbox === undefined ? [] : [['Mails', `${url}/demo/mails`] as const]),
            ...(simulator === undefined
              ? []
              : [
                  [
                    'Provider',
                    `${simulator.url} (a simulator; on its page things go wrong as you like)`,
                  ] as const,
                ]),
            ...(password === undefined ? [] : peopleRows(password)),
            ['OpenAPI', `${url}/openapi.json`],
            ['Health', `${url}/readyz`],
            // The password is that of a database which listens on this machine only and belongs to this demo.
            ['Database', postgres === undefined ? withoutSecret(config.databaseUrl) : `psql ${postgres.url}`],
            ...(postgres === undefined ? [] : [['Data', nearby(postgres.dataDir)] as const]),
          ],
          `Ready in ${seconds} s. Ctrl-C stops everything${postgres === undefined ? '' : '; the data is kept'}.`,
        ),
      )
    },
  })
}

function tell(message: string): void {
  process.stderr.write(`evenkeel: ${message}\n`)
}

/** As short as it can be typed from here. */
function nearby(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : fromHere
}
