// Entries whose business time is another than their recorded one. Between those two times an account stands, by business
// time, at something else than what was recorded. Such intervals are found by how long they are: of a span at most four
// times as long as the last, only those that begin or end so close to a moment can have it inside. One short range of one
// index for each span, whatever the account has lived through.

/**
 * The spans that an account has shifted entries of, from one to the next by one look-up each: most accounts have none, or
 * those of one habit, and are asked once or twice and not for each span there is.
 */
const spansOf = (book: string, account: string): string => `(
      WITH RECURSIVE used (span) AS (
        SELECT -1::smallint
        UNION ALL
        SELECT next.span
        FROM used
        CROSS JOIN LATERAL (
          SELECT other.span
          FROM ledger.shifted_entry AS other
          WHERE other.book_id = ${book}
            AND other.account_id = ${account}
            AND other.span > used.span
          ORDER BY other.span
          LIMIT 1
        ) AS next
      )
      SELECT used.span
      FROM used
      WHERE used.span >= 0
    ) AS spans`

/** The longest that two times of a span lie apart; the last span has no limit. */
const width = `CASE WHEN spans.span < 20 THEN power(4, spans.span) * interval '1 millisecond' END`

/** The moment so far before another, or the beginning of time. */
const before = (moment: string): string => `coalesce(${moment} - (${width}), '-infinity')`
const after = (moment: string): string => `coalesce(${moment} + (${width}), 'infinity')`

/**
 * By how much `account` differs, by business time, from its standing at the recorded time `at`: entries that were recorded
 * later and had happened by then, less those that were recorded by then and happen later.
 * @param lastVersion the last version that counts; all do if it is not given
 */
export function shiftAt(at: string, lastVersion?: string): string {
  const counts = lastVersion === undefined ? '' : `\n        AND shifted.version <= ${lastVersion}`
  return `(
    SELECT coalesce(sum(CASE WHEN shift.effective_at <= ${at} THEN shift.posted_by ELSE -shift.posted_by END), 0)
    FROM ${spansOf('account.book_id', 'account.id')}
    CROSS JOIN LATERAL (
      SELECT shifted.effective_at, shifted.posted_by
      FROM ledger.shifted_entry AS shifted
      WHERE shifted.book_id = account.book_id
        AND shifted.account_id = account.id
        AND shifted.span = spans.span
        AND shifted.effective_at > ${before(at)}
        AND shifted.effective_at <= ${after(at)}${counts}
        AND (shifted.effective_at <= ${at}) <> (shifted.recorded_at <= ${at})
      OFFSET 0
    ) AS shift
  )`
}

interface FirstShifted {
  readonly bookId: string
  readonly accountId: string
  /** Of `shift`, a shifted entry. */
  readonly condition: string
  readonly limit: string
}

/** The first shifted entries of an account that meet a condition, by business time: the first of each span, merged. */
export function shiftedEntries({ bookId, accountId, condition, limit }: FirstShifted): string {
  return `
  SELECT shifted.effective_at, shifted.version
  FROM ${spansOf(bookId, accountId)}
  CROSS JOIN LATERAL (
    SELECT shift.effective_at, shift.version
    FROM ledger.shifted_entry AS shift
    WHERE shift.book_id = ${bookId}
      AND shift.account_id = ${accountId}
      AND shift.span = spans.span
      AND ${condition}
    ORDER BY shift.effective_at, shift.version
    LIMIT ${limit}
  ) AS shifted
  ORDER BY shifted.effective_at, shifted.version
  LIMIT ${limit}`
}
