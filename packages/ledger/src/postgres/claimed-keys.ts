import type { JournalId } from '../ids.ts'
import type { Rows } from './row-source.ts'

interface KeyClaim {
  readonly key: string
  readonly request: string
  readonly journal: JournalId | null
}

/** The claims that `claimedKeys` takes. */
export function claimRows(claims: readonly KeyClaim[]): Rows {
  const rows = claims.map(({ key, request, journal }) => ({ key, request, journal }))
  return { alias: 'claim', columns: { key: 'text', request: 'text', journal: 'uuid' }, rows }
}

/**
 * A CTE that claims keys which are new, in the order of their letters, so that no two batches wait for each other's. $1 is the book,
 * `claims` their FROM item; what comes after takes rows from it, and so cannot begin earlier.
 */
export const claimedKeys = (claims: string): string => `claimed AS (
  INSERT INTO ledger.key (book_id, key, request, journal_id)
  SELECT $1::integer, claim.key, claim.request, claim.journal
  FROM ${claims}
  ORDER BY claim.key COLLATE "C"
  ON CONFLICT (book_id, key) DO NOTHING
  RETURNING key
)`
