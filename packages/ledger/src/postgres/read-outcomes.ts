import type { RememberedKey } from '../engine/store.ts'
import type { Question } from './flights.ts'
import { rowsOf } from './sql-connection.ts'

/**
 * What keys remember that were used before. Asked when some could not be claimed, in a later statement than the claim,
 * which sees what the claim has waited for.
 */
export function readOutcomes(
  bookId: number,
  keys: Iterable<string>,
): Question<[key: string, memory: RememberedKey][]> {
  return {
    statement: { text: statement, values: [bookId, JSON.stringify([...keys])] },
    read: (result) => {
      const rows = rowsOf<RememberedKey & { readonly key: string }>(result)
      return rows.map(({ key, request, outcome }) => [key, { request, outcome }])
    },
  }
}

const statement = `
SELECT json_build_object('key', key.key, 'request', key.request, 'outcome', key.outcome)::text AS row
FROM json_array_elements_text($2::text::json) AS asked (key)
CROSS JOIN LATERAL (
  SELECT claimed.*
  FROM ledger.key AS claimed
  WHERE claimed.book_id = $1::integer
    AND claimed.key = asked.key
  LIMIT 1
) AS key
WHERE key.outcome IS NOT NULL`
