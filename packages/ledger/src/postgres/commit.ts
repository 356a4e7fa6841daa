import { UnavailableError } from '../errors/index.ts'
import type { Flights } from './flights.ts'
import { fromSqlError, isAnswered } from './sql-errors.ts'

/** From the moment COMMIT is sent until it is answered nobody knows whether it happened. */
export async function commit(flights: Flights): Promise<void> {
  const tag = flights.ask({ statement: { text: 'COMMIT', values: [] }, read: ({ command }) => command })
  try {
    await flights.depart()
  } catch (error) {
    // An answered error came from a write, and COMMIT was not run, or from COMMIT itself: either way nothing was written.
    throw isAnswered(error) ? error : fromSqlError(error, 'unknown')
  }
  const command = tag()
  if (command === undefined || command === 'COMMIT') return
  throw new UnavailableError('connection_lost', 'The transaction was rolled back at COMMIT.', 'not_written', {
    command,
  })
}

/** Ends a transaction of which nothing is to be kept. */
export async function undo(flights: Flights): Promise<void> {
  flights.add('ROLLBACK')
  await flights.depart()
}
