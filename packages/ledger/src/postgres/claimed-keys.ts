/**
 * A CTE that claims keys which are new, in the order of their letters, so that no two batches wait for each other's. $1 is the
 * book and $2 the claims; what comes after takes rows from it, and so cannot begin earlier.
 */
export const claimedKeys = `claimed AS (
  INSERT INTO ledger.key (book_id, key, request, journal_id)
  SELECT $1::integer, claim.key, claim.request, claim.journal
  FROM json_to_recordset($2::text::json) AS claim (key text, request text, journal uuid)
  ORDER BY claim.key COLLATE "C"
  ON CONFLICT (book_id, key) DO NOTHING
  RETURNING key
)`
