import { Kysely } from 'kysely'
import type { Pool } from 'pg'
import type { Config } from '../config/config-schema.ts'
import type { Logger } from '../observability/logger.ts'
import { AuditedDialect } from './audited-dialect.ts'
import { createPool, createProbePool } from './pool.ts'
import type { Tables } from './tables.ts'

/** PostgreSQL, as the rooms above use it. Nothing connects before the first query. */
export interface Database {
  readonly db: Kysely<Tables>
  /** The pool under `db`, for its figures. */
  readonly pool: Pool
  readonly probePool: Pool
  /** Waits for the queries under way. */
  close(): Promise<void>
}

export function openDatabase(config: Config, logger: Logger): Database {
  const pool = createPool(config, logger)
  const db = new Kysely<Tables>({ dialect: new AuditedDialect(pool) })
  const probePool = createProbePool(config, logger)
  return {
    db,
    pool,
    probePool,
    async close() {
      await Promise.all([db.destroy(), probePool.end()])
    },
  }
}
