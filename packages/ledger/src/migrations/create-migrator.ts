import type { ConflictError, InvariantError } from '../errors/index.ts'
import { InvalidInputError } from '../errors/index.ts'
import { assertMigrationSet } from './assert-migration-set.ts'
import { compareHistory } from './compare-history.ts'
import { withConnection } from './connection.ts'
import { toMigrationError } from './database-error.ts'
import { type MigrateOptions, type MigrationResult, migrate } from './migrate.ts'
import type { AppliedMigration, Migration, MigrationSet } from './migration.ts'
import type { MigrationPool } from './migration-pool.ts'
import { planScript } from './plan.ts'
import { readHistory } from './read-history.ts'

/** The migrations of one schema, and what can be done with them. */
export interface Migrator extends MigrationSet {
  /** Applies what is missing. Safe to call from every process at every start. */
  migrate(pool: MigrationPool, options?: MigrateOptions): Promise<MigrationResult>
  /** What is missing, as a script for psql. Reads the history and writes nothing. */
  plan(pool: MigrationPool): Promise<string>
  /** The script from one file on, without a database: `planFrom(1)` is the whole schema. */
  planFrom(id: number): string
  /** Compares the history with the files. Writes nothing and never throws for a difference. */
  check(pool: MigrationPool): Promise<MigrationStatus>
}

/** How the history in a database compares with the files of a package. */
export interface MigrationStatus {
  readonly schema: string
  /** `refused`: the two do not fit, and `migrate` would throw `refusal`. */
  readonly state: 'current' | 'pending' | 'refused'
  readonly applied: readonly AppliedMigration[]
  readonly pending: readonly Migration[]
  readonly refusal: ConflictError | InvariantError | undefined
}

/**
 * Brings a schema up to date from a list of SQL files, with nothing but PostgreSQL.
 *
 * @example
 * ```ts
 * import { createMigrator, type Migration } from '@evenkeel/ledger/migrations'
 * import { Pool } from 'pg'
 * declare const migrations: readonly Migration[]
 *
 * const pool = new Pool({ connectionString: 'postgres://localhost/shop' })
 * const migrator = createMigrator({
 *   schema: 'shop',
 *   packageName: '@example/shop',
 *   packageVersion: '1.4.0',
 *   migrations,
 * })
 * await migrator.migrate(pool)
 * ```
 */
export function createMigrator(set: MigrationSet): Migrator {
  assertMigrationSet(set)

  async function check(pool: MigrationPool): Promise<MigrationStatus> {
    const applied = await withConnection(pool, (connection) => readHistory(connection, set.schema)).catch(
      (error) => {
        throw toMigrationError(error, set.schema)
      },
    )
    const { pending, refusal } = compareHistory(set, applied)
    const state = refusal ? 'refused' : pending.length > 0 ? 'pending' : 'current'
    return { schema: set.schema, state, applied, pending, refusal }
  }

  return {
    ...set,
    check,
    migrate: (pool, options) => migrate(set, pool, options),
    async plan(pool) {
      const { pending, refusal } = await check(pool)
      if (refusal) throw refusal
      return planScript(set, pending)
    },
    planFrom(id) {
      if (!Number.isInteger(id) || id < 1 || id > set.migrations.length) {
        const message = `Schema ${set.schema} has no migration ${id}: they go from 1 to ${set.migrations.length}.`
        throw new InvalidInputError('migration_invalid', message, { schema: set.schema, id })
      }
      return planScript(set, set.migrations.slice(id - 1))
    },
  }
}
