import type { Claim } from '../engine/store.ts'
import type { Flights } from './flights.ts'
import { releaseKeys } from './release-keys.ts'

/**
 * Claims keys of ours anew, for another request than they were claimed for. A key keeps the request of its claim for
 * ever, so the row is replaced, in two statements: one alone would find its own row in the way. Twins that wait for the
 * key wait on, for whichever of the two rows is there when we commit.
 */
export function reclaimKeys(
  flights: Flights,
  bookId: number,
  keys: readonly (Claim & { readonly key: string })[],
): void {
  if (keys.length === 0) return
  releaseKeys(flights, bookId, keys)
  const json = JSON.stringify(keys.map(({ key, request, journal }) => ({ key, request, journal })))
  flights.add(insert, [bookId, json])
}

const insert = `
INSERT INTO ledger.key (book_id, key, request, journal_id)
SELECT $1::integer, claim.key, claim.request, claim.journal
FROM json_to_recordset($2::text::json) AS claim (key text, request text, journal uuid)
ORDER BY claim.key COLLATE "C"`
