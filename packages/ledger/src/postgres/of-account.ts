/** The number of the book that `$1` names, none if nothing was ever opened in it. */
export const numberOfBook = `(
    SELECT named.id
    FROM ledger.book AS named
    WHERE named.code BETWEEN $1::text AND $1::text
    ORDER BY named.code
    LIMIT 1
  )`

/**
 * The account that a question is about: `$1` is the name of its book, `$2` its code. Names between X and X in their order
 * are X; the order is what only the index by name brings for nothing. While its tables are empty another would look as good.
 * @param joined what else a statement looks up for it, as `CROSS JOIN LATERAL (...) AS name`
 */
export function ofAccount(joined = ''): string {
  return `
FROM (
  SELECT found.*
  FROM ledger.account AS found
  WHERE found.book_id = ${numberOfBook}
    AND found.code BETWEEN $2::text AND $2::text
  ORDER BY found.code
  LIMIT 1
) AS account${joined}`
}
