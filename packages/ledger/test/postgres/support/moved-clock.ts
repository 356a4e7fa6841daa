import type { Pool, PoolClient, Submittable } from 'pg'
import type { Clock } from '../../../src/index.ts'
import type { PgPool } from '../../../src/pg/index.ts'
import { PgFlight } from '../../../src/postgres/pg-flight.ts'

/**
 * A pool whose database goes by a test's clock. PostgreSQL's own clock cannot be moved, and a ledger that could be told
 * another time would be a ledger that could be lied to; so the seam is here, outside of it: a statement that asks for
 * the time is handed the test's, and is sent as it is in all else. Were a statement to ask in another way, the tests
 * that move the clock would fail.
 */
export function onClock(pool: Pool, clock: Clock): PgPool {
  const moved = (text: string): string => text.replaceAll('clock_timestamp()', timeOf(clock))
  return {
    connect: async () => {
      const client = await pool.connect()
      const query = (asked: string | PgFlight, values?: unknown[]): unknown => {
        if (typeof asked === 'string') return client.query(moved(asked), values)
        const statements = asked.statements.map(({ text, values }) => ({ text: moved(text), values }))
        // A time in the text makes another statement of it each time, and not one to prepare.
        const flight = new PgFlight(statements, { prepare: false })
        flight.callback = asked.callback
        // The types of pg want more of a connection than we use.
        return client.query(flight as unknown as Submittable)
      }
      // Whatever else the ledger asks of the client is answered by the client itself.
      return Object.assign(Object.create(client) as PoolClient, {
        query,
        release: (error?: Error | boolean) => client.release(error),
      })
    },
  }
}

const timeOf = (clock: Clock): string => `'${clock.now().toISOString()}'::timestamptz`
