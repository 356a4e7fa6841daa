import type { Claim } from '../engine/store.ts'
import { type Columns, type Rows, rowsAs } from './row-source.ts'

type KeyClaim = readonly [key: string, claim: Claim]

/** The claims that `insertClaims` takes. */
export const claimRows = (claims: Iterable<KeyClaim>): Rows => rowsAs('claim', claimColumns, [...claims])

const claimColumns: Columns<KeyClaim> = {
  key: ['text', ([key]) => key],
  request: ['text', ([, { request }]) => request],
  journal: ['uuid', ([, { journal }]) => journal],
}

/** Inserts keys in the order of their letters, so that no two batches wait for each other's. $1 is the book, `claims` their FROM item. */
export const insertClaims = (claims: string): string => `
  INSERT INTO ledger.key (book_id, key, request, journal_id)
  SELECT $1::integer, claim.key, claim.request, claim.journal
  FROM ${claims}
  ORDER BY claim.key COLLATE "C"`

/** A CTE that claims the keys which are new; what comes after takes rows from it, and so cannot begin earlier. */
export const claimedKeys = (claims: string): string => `claimed AS (${insertClaims(claims)}
  ON CONFLICT (book_id, key) DO NOTHING
  RETURNING key
)`
