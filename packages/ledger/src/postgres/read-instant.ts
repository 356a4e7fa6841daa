import { type Instant, toInstant } from '../instant.ts'
import { utc } from './rows.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

/** The database's clock, and the number of this batch. */
export interface BatchMoment {
  readonly now: Instant
  readonly batch: string
}

/**
 * Reads the clock and draws the number of the batch, in a statement of its own, after the locks. `now()` is as old as the
 * transaction, and even `clock_timestamp()` inside the statement that locks may be as old as its wait: a hold that expired
 * meanwhile would be taken for open.
 */
export async function readInstant(connection: SqlConnection): Promise<BatchMoment> {
  const [moment] = await readRows<{ now: string; batch: string }>(connection, statement, [])
  if (moment === undefined) throw new Error('PostgreSQL did not tell the time.')
  return { now: toInstant(moment.now), batch: moment.batch }
}

const statement = `
SELECT json_build_object(
  'now', ${utc('clock_timestamp()')},
  'batch', nextval('ledger.batch_sequence')::text
)::text AS row`
