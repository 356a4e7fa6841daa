import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'
import type { Pool } from 'pg'
import { currentAct } from './act.ts'

/**
 * Tells PostgreSQL, at the start of every transaction, on whose behalf it writes. It is done here and not where
 * transactions are opened, so that nobody can forget it; it costs one short statement each.
 *
 * The settings are local to the transaction: a pooled connection does not carry them to the next request. A write
 * outside a transaction would carry none, so every statement that changes an audited table asks for a `Trx`.
 */
export class AuditedDialect extends PostgresDialect {
  readonly #pool: Pool

  constructor(pool: Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): Driver {
    return new AuditedDriver({ pool: this.#pool })
  }
}

class AuditedDriver extends PostgresDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    await super.beginTransaction(connection, settings)
    const act = currentAct()
    if (act === undefined) return
    try {
      await connection.executeQuery(
        CompiledQuery.raw(
          "SELECT set_config('evenkeel.actor', $1, true), set_config('evenkeel.request_id', $2, true)",
          [act.actor, act.requestId ?? ''],
        ),
      )
    } catch (error) {
      // Kysely ends only what began without an error.
      await connection.executeQuery(CompiledQuery.raw('ROLLBACK'))
      throw error
    }
  }
}
