import type { Pass } from '../pass.ts'
import { books } from './books.ts'

/**
 * Each book counted from both ends: as many keys tell of a journal, of a hold placed, extended or voided as there are
 * such journals and events. It is how an event or a key is missed that no other row names. I7.
 */
export const tallies: Pass = {
  ...books,
  name: 'tallies',
  findings: `
  SELECT fact.*
  FROM slice AS book
  CROSS JOIN LATERAL (
    SELECT
      count(*) FILTER (WHERE ${asked('post-journal')} OR ${asked('capture-hold')} OR ${asked('reverse-journal')}) AS journals,
      count(*) FILTER (WHERE ${asked('place-hold')}) AS placed,
      count(*) FILTER (WHERE ${asked('extend-hold')}) AS extended,
      count(*) FILTER (WHERE ${asked('void-hold')}) AS voided
    FROM ledger.key
    WHERE key.book_id = book.book_id
      AND (key.outcome IS NULL OR key.outcome LIKE '{"result":%')
  ) AS told
  CROSS JOIN LATERAL (
    SELECT count(*) AS journals
    FROM ledger.journal
    WHERE journal.book_id = book.book_id
  ) AS kept
  CROSS JOIN LATERAL (
    SELECT
      count(*) FILTER (WHERE event.type = 'placed') AS placed,
      count(*) FILTER (WHERE event.type = 'extended') AS extended,
      count(*) FILTER (WHERE event.type = 'voided') AS voided
    FROM ledger.hold_event AS event
    WHERE event.book_id = book.book_id
  ) AS happened
  CROSS JOIN LATERAL (
    VALUES
      ('I7', 'keys of book ' || book.code || ' that posted a journal', kept.journals::text, told.journals::text),
      ('I7', 'keys of book ' || book.code || ' that placed a hold', happened.placed::text, told.placed::text),
      ('I7', 'keys of book ' || book.code || ' that extended a hold', happened.extended::text, told.extended::text),
      ('I7', 'keys of book ' || book.code || ' that voided a hold', happened.voided::text, told.voided::text)
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
}

/** A canonical request ends with its type and the version of the form. A digest is that of a post. */
function asked(type: string): string {
  const isSaid = `key.request LIKE '%"type":"${type}","v":_}'`
  return type === 'post-journal' ? `(${isSaid} OR key.request LIKE 'sha256:%')` : isSaid
}
