import type { Flights } from './flights.ts'

/** Frees keys whose commands could not be judged. */
export function releaseKeys(
  flights: Flights,
  bookId: number,
  keys: readonly { readonly key: string }[],
): void {
  if (keys.length > 0) flights.add(release, [bookId, JSON.stringify(keys.map(({ key }) => key))])
}

const release = `
DELETE FROM ledger.key
USING json_array_elements_text($2::text::json) AS released (key)
CROSS JOIN LATERAL (
  SELECT claimed.ctid
  FROM ledger.key AS claimed
  WHERE claimed.book_id = $1::integer
    AND claimed.key = released.key
  LIMIT 1
) AS found
WHERE key.ctid = found.ctid
  AND key.outcome IS NULL`
