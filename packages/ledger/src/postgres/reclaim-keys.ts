import type { Changes } from '../engine/store.ts'
import { claimRows, insertClaims } from './claimed-keys.ts'
import type { Flights } from './flights.ts'
import { releaseKeys } from './release-keys.ts'
import { rowsIn } from './row-source.ts'
import type { FlightValue } from './sql-connection.ts'

/**
 * Claims keys of ours anew, for another request than they were claimed for. A key keeps the request of its claim for
 * ever, so the row is replaced, in two statements: one alone would find its own row in the way. Twins that wait for the
 * key wait on, for whichever of the two rows is there when we commit.
 */
export function reclaimKeys(flights: Flights, bookId: number, keys: Changes['reclaimed']): void {
  if (keys.length === 0) return
  releaseKeys(flights, bookId, keys)
  const values: FlightValue[] = [bookId]
  flights.add(
    insertClaims(rowsIn(values, claimRows(keys.map((claim) => [claim.key, claim])), flights)),
    values,
  )
}
