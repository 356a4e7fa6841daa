import { type Instant, toInstant } from '../instant.ts'
import type { Question } from './flights.ts'
import { utc } from './rows.ts'
import { rowsOf } from './sql-connection.ts'

/** The database's clock, for a batch that finds no book to lock anything in. */
export function readInstant(): Question<Instant> {
  return {
    statement: { text: statement, values: [] },
    read: (result) => {
      const [now] = rowsOf<string>(result)
      if (now === undefined) throw new Error('PostgreSQL did not tell the time.')
      return toInstant(now)
    },
  }
}

const statement = `
SELECT to_json(${utc('clock_timestamp()')})::text AS row`
