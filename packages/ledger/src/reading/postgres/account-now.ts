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

/** Totals as JSON; null where there was nothing to find. */
export function totalsJson(alias: string): string {
  return `CASE WHEN ${alias}.version IS NOT NULL THEN json_build_object(
    'posted', ${alias}.posted::text, 'held', ${alias}.held::text, 'version', ${alias}.version
  ) END`
}
