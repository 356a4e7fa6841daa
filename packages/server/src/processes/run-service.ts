import type { Config } from '../config/config-schema.ts'
import { readConfig } from '../config/read-config.ts'
import { createDependencies, type Dependencies } from '../dependencies.ts'
import { createLogger } from '../observability/logger.ts'
import { checkConnection, checkMigrations, checkSafety, warnOfPower } from './check-database.ts'
import type { ExitCode } from './exit-codes.ts'
import { startMetrics } from './metrics-part.ts'
import { refuseDemoKeys } from './refuse-demo-keys.ts'
import { type Process, runParts } from './run-parts.ts'
import { exitCodeOf, explain } from './start-error.ts'
import { listenForStop } from './stop-signal.ts'

/** What sets one process of the service apart from another. */
export interface ServiceProcess {
  readonly stopTimeoutMs: (config: Config) => number
  /** Starts what the process is for. What every process has, runs by then. */
  start(add: Parameters<Process['start']>[0], dependencies: Dependencies): Promise<void>
}

/** A process of the service: settings, database, figures, then what it is for; answers with its exit code when it has stopped. */
export async function runService(
  environment: NodeJS.ProcessEnv,
  { stopTimeoutMs, start }: ServiceProcess,
): Promise<ExitCode> {
  const stop = listenForStop()
  try {
    const config = readConfig(environment)
    refuseDemoKeys(config)
    const logger = createLogger(config.logLevel)
    return await runParts({
      stopSignal: stop.signal,
      stopTimeoutMs: stopTimeoutMs(config),
      fail: (message) => logger.fatal(message),
      async start(add) {
        const dependencies = createDependencies(config, logger)
        add({ name: 'database', stop: dependencies.close })
        await checkConnection(dependencies.database.probePool, config.databaseUrl)
        await checkMigrations(dependencies.database.probePool)
        await checkSafety(dependencies.database.probePool, config)
        await warnOfPower(dependencies.database.probePool, logger)
        const { metricsPort: port, host } = config
        if (port !== undefined) add(await startMetrics(dependencies.metrics, { host, port }))
        await start(add, dependencies)
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
