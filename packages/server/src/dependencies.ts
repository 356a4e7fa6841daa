import type { Config } from './config/config-schema.ts'
import { type Database, openDatabase } from './database/database.ts'
import { createReadiness, type Readiness } from './database/readiness.ts'
import type { Logger } from './observability/logger.ts'
import { createMetrics, type Metrics } from './observability/metrics.ts'
import type { Identify } from './plugins/identification.ts'

/** What the routes and the jobs of one process share. */
export interface Dependencies {
  readonly config: Config
  readonly logger: Logger
  readonly database: Database
  readonly readiness: Readiness
  readonly metrics: Metrics
  readonly identify: Identify
  close(): Promise<void>
}

export function createDependencies(config: Config, logger: Logger): Dependencies {
  const database = openDatabase(config, logger)
  const readiness = createReadiness(database.probePool, (error) =>
    logger.warn({ err: error }, 'PostgreSQL does not answer the readiness probe'),
  )
  const metrics = createMetrics(database.pool)
  return {
    config,
    logger,
    database,
    readiness,
    metrics,
    identify: async () => null,
    async close() {
      metrics.close()
      await database.close()
    },
  }
}
