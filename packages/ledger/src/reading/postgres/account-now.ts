/**
 * The account that a question is about: `$1` is the name of its book, `$2` its code.
 * @param joined what else a statement looks up for it, as `CROSS JOIN LATERAL (...) AS name`
 */
export function ofAccount(joined = ''): string {
  return `
FROM ledger.account
JOIN ledger.book
  ON book.id = account.book_id${joined}
WHERE book.code = $1::text
  AND account.code = $2::text`
}

/** What an account held after the last batch that meets a condition; before its first, nothing has a row. */
export function lastStanding(condition: string): string {
  return `
  SELECT standing.posted::text, standing.held::text, standing.version, standing.recorded_at
  FROM ledger.standing
  WHERE standing.book_id = account.book_id
    AND standing.account_id = account.id
    AND ${condition}
  ORDER BY standing.recorded_at DESC, standing.version DESC
  LIMIT 1`
}

/** Totals as JSON; null where there was nothing to find. */
export function totalsJson(alias: string): string {
  return `CASE WHEN ${alias}.version IS NOT NULL THEN json_build_object(
    'posted', ${alias}.posted::text, 'held', ${alias}.held::text, 'version', ${alias}.version
  ) END`
}
