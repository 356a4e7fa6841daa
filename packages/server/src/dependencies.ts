import type { Config } from './config/config-schema.ts'
import { type Database, openDatabase } from './database/database.ts'
import { createReadiness, type Readiness } from './database/readiness.ts'
import type { Logger } from './observability/logger.ts'

/** What the routes and the jobs of one process share. */
export interface Dependencies {
  readonly config: Config
  readonly logger: Logger
  readonly database: Database
  readonly readiness: Readiness
  close(): Promise<void>
}

export function createDependencies(config: Config, logger: Logger): Dependencies {
  const database = openDatabase(config, logger)
  const readiness = createReadiness(database.probePool, (error) =>
    logger.warn({ err: error }, 'PostgreSQL does not answer the readiness probe'),
  )
  return { config, logger, database, readiness, close: () => database.close() }
}
