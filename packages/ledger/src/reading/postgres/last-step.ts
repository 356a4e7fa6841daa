import { markAfter } from '../../postgres/standing-marks.ts'

interface OfAccount {
  readonly bookId?: string
  readonly accountId?: string
  /** The last version that counts; all do if it is not given. */
  readonly lastVersion?: string
}

/**
 * What an account held after the last step whose recorded time meets a condition; before its first, nothing has a row. One
 * look-up finds the last standing until then, and at most seven steps come after it.
 *
 * @param until the condition, of a recorded time: all of an account meet it up to some version, and none later
 */
export function lastStep(
  until: (recordedAt: string) => string,
  { bookId = 'account.book_id', accountId = 'account.id', lastVersion }: OfAccount = {},
): string {
  const counts = (table: string): string =>
    lastVersion === undefined ? '' : `\n      AND ${table}.version <= ${lastVersion}`
  return `
  SELECT step.posted::text, step.held::text, step.version
  FROM (VALUES (true)) AS always
  LEFT JOIN LATERAL (
    SELECT standing.version, standing.posted, standing.held
    FROM ledger.standing
    WHERE standing.book_id = ${bookId}
      AND standing.account_id = ${accountId}
      AND ${until('standing.recorded_at')}${counts('standing')}
    ORDER BY standing.recorded_at DESC, standing.version DESC
    LIMIT 1
  ) AS stood ON true
  CROSS JOIN LATERAL (
    (
      SELECT entry.version, entry.posted, entry.held
      FROM ledger.entry
      CROSS JOIN LATERAL (
        SELECT header.recorded_at
        FROM ledger.journal AS header
        WHERE header.book_id = entry.book_id
          AND header.id BETWEEN entry.journal_id AND entry.journal_id
        ORDER BY header.id
        LIMIT 1
      ) AS journal
      WHERE entry.book_id = ${bookId}
        AND entry.account_id = ${accountId}
        AND entry.version > coalesce(stood.version, 0)
        AND entry.version < ${markAfter('stood.version')}${counts('entry')}
        AND ${until('journal.recorded_at')}
      ORDER BY entry.version DESC
      LIMIT 1
    )
    UNION ALL
    (
      SELECT event.version, event.posted, event.held
      FROM ledger.hold_event AS event
      WHERE event.book_id = ${bookId}
        AND event.account_id = ${accountId}
        AND event.version > coalesce(stood.version, 0)
        AND event.version < ${markAfter('stood.version')}${counts('event')}
        AND ${until('event.recorded_at')}
      ORDER BY event.version DESC
      LIMIT 1
    )
    UNION ALL
    SELECT stood.version, stood.posted, stood.held
    WHERE stood.version IS NOT NULL
    ORDER BY version DESC
    LIMIT 1
  ) AS step`
}
