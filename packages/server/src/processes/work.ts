import { readConfig } from '../config/read-config.ts'
import { createDependencies } from '../dependencies.ts'
import { createLogger } from '../observability/logger.ts'
import { checkConnection, checkMigrations, checkSafety } from './check-database.ts'
import type { ExitCode } from './exit-codes.ts'
import { startMetrics } from './metrics-part.ts'
import { refuseDemoKeys } from './refuse-demo-keys.ts'
import { runParts } from './run-parts.ts'
import { exitCodeOf, explain } from './start-error.ts'
import { listenForStop } from './stop-signal.ts'
import { startWorkerPart } from './worker-part.ts'

/** The worker has ten seconds to finish what runs, and the rest is for closing what it stands on. */
const stopTimeoutMs = 15_000

/** The worker process: settings, database, figures, jobs, in that order; answers with its exit code when it has stopped. */
export async function work(environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const stop = listenForStop()
  try {
    const config = readConfig(environment)
    refuseDemoKeys(config)
    const logger = createLogger(config.logLevel)
    return await runParts({
      stopSignal: stop.signal,
      stopTimeoutMs,
      fail: (message) => logger.fatal(message),
      async start(add) {
        const dependencies = createDependencies(config, logger)
        add({ name: 'database', stop: dependencies.close })
        await checkConnection(dependencies.database.probePool, config.databaseUrl)
        await checkMigrations(dependencies.database.probePool)
        await checkSafety(dependencies.database.probePool, config)
        const { metricsPort: port, host } = config
        if (port !== undefined) add(await startMetrics(dependencies.metrics, { host, port }))
        add(await startWorkerPart(dependencies))
      },
    })
  } catch (error) {
    // Without settings there is no log level either; what is wrong with them is for a person.
    process.stderr.write(`evenkeel-server: ${explain(error)}\n`)
    return exitCodeOf(error)
  } finally {
    stop.stopListening()
  }
}
