import type { Pool } from 'pg'
import type { Clock } from '../../../src/index.ts'
import type { PgPool } from '../../../src/pg/index.ts'

/**
 * A pool whose database goes by a test's clock. PostgreSQL's own clock cannot be moved, and a ledger that could be told
 * another time would be a ledger that could be lied to; so the seam is here, outside of it: a statement that asks for
 * the time is handed the test's, and is sent as it is in all else. Were a statement to ask in another way, the tests
 * that move the clock would fail.
 */
export function onClock(pool: Pool, clock: Clock): PgPool {
  return {
    connect: async () => {
      const client = await pool.connect()
      return {
        query: (text, values) => client.query(text.replaceAll('clock_timestamp()', timeOf(clock)), values),
        release: (error) => client.release(error),
      }
    },
  }
}

const timeOf = (clock: Clock): string => `'${clock.now().toISOString()}'::timestamptz`
