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
export function lastStep(until: (recordedAt: string) => string, ofAccount: OfAccount = {}): string {
  const { standing, entry, event } = lookUps(until, ofAccount)
  return `
  SELECT step.posted::text, step.held::text, step.version
  FROM (VALUES (true)) AS always
  LEFT JOIN LATERAL (${standing}
  ) AS stood ON true
  CROSS JOIN LATERAL (
    (${entry}
    )
    UNION ALL
    (${event}
    )
    UNION ALL
    SELECT stood.version, stood.posted, stood.held
    WHERE stood.version IS NOT NULL
    ORDER BY version DESC
    LIMIT 1
  ) AS step`
}

/**
 * The same by entries alone, in one row always; where nothing was found all of it is null. Hold events leave what is posted as it
 * was, so it tells that of any account, but the version and what was held only of one that never had a hold.
 */
export function lastEntry(until: (recordedAt: string) => string, ofAccount: OfAccount = {}): string {
  const { standing, entry } = lookUps(until, ofAccount)
  return `
  SELECT
    coalesce(later.version, stood.version) AS version,
    coalesce(later.posted, stood.posted) AS posted,
    coalesce(later.held, stood.held) AS held
  FROM (VALUES (true)) AS always
  LEFT JOIN LATERAL (${standing}
  ) AS stood ON true
  LEFT JOIN LATERAL (${entry}
  ) AS later ON true`
}

function lookUps(
  until: (recordedAt: string) => string,
  { bookId = 'account.book_id', accountId = 'account.id', lastVersion }: OfAccount,
): Record<'standing' | 'entry' | 'event', string> {
  const ofAccount = (table: string): string => `${table}.book_id = ${bookId}
        AND ${table}.account_id = ${accountId}`
  const counts = (table: string): string =>
    lastVersion === undefined
      ? ''
      : `
        AND ${table}.version <= ${lastVersion}`
  const sinceStanding = (table: string): string => `${table}.version > coalesce(stood.version, 0)
        AND ${table}.version < ${markAfter('stood.version')}${counts(table)}`
  return {
    standing: `
      SELECT standing.version, standing.posted, standing.held
      FROM ledger.standing
      WHERE ${ofAccount('standing')}
        AND ${until('standing.recorded_at')}${counts('standing')}
      ORDER BY standing.recorded_at DESC, standing.version DESC
      LIMIT 1`,
    entry: `
      SELECT entry.version, entry.posted, entry.held
      FROM ledger.entry
      CROSS JOIN LATERAL (
        SELECT header.recorded_at
        FROM ledger.journal AS header
        WHERE header.book_id = entry.book_id
          AND header.id BETWEEN entry.journal_id AND entry.journal_id
          AND ${until('header.recorded_at')}
        ORDER BY header.id
        LIMIT 1
      ) AS journal
      WHERE ${ofAccount('entry')}
        AND ${sinceStanding('entry')}
      ORDER BY entry.version DESC
      LIMIT 1`,
    event: `
      SELECT event.version, event.posted, event.held
      FROM ledger.hold_event AS event
      WHERE ${ofAccount('event')}
        AND ${sinceStanding('event')}
        AND ${until('event.recorded_at')}
      ORDER BY event.version DESC
      LIMIT 1`,
  }
}
