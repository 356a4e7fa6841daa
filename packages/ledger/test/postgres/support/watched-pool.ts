import type { Pool, PoolClient, Submittable } from 'pg'
import type { PgPool } from '../../../src/pg/index.ts'
import type { PgFlight } from '../../../src/postgres/pg-flight.ts'

/** A pool that keeps the SQLSTATE of every statement PostgreSQL refused, also of those that were tried again. */
export interface WatchedPool extends PgPool {
  readonly refused: string[]
}

export function watchedPool(pool: Pool): WatchedPool {
  const refused: string[] = []
  return {
    refused,
    connect: async () => {
      const client = await pool.connect()
      const note = (error: unknown): void => {
        refused.push(String((error as { code?: unknown }).code)) // pg puts the SQLSTATE there.
      }
      const query = (asked: string | PgFlight, values?: unknown[]): unknown => {
        if (typeof asked !== 'string') return client.query(noting(asked, note) as unknown as Submittable)
        return client.query(asked, values).catch((error: unknown) => {
          note(error)
          throw error
        })
      }
      // Whatever else the ledger asks of the client is answered by the client itself.
      return Object.assign(Object.create(client) as PoolClient, {
        query,
        release: (error?: Error | boolean) => client.release(error),
      })
    },
  }
}

function noting(flight: PgFlight, note: (error: unknown) => void): PgFlight {
  const { callback } = flight
  flight.callback = (error, results) => {
    if (error !== null) note(error)
    callback(error, results)
  }
  return flight
}
