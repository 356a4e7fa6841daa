import type { Instant } from '../../instant.ts'
import { ofAccount } from '../../postgres/of-account.ts'
import { type AccountRow, accountRow, type HoldRow, holdRow, toAccount, toHold } from '../../postgres/rows.ts'
import { lookUpRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { RecordedAsOf } from '../readings.ts'
import { totalsThen } from '../totals-then.ts'
import type { HoldsSeen, HoldsThen } from './holds-seen.ts'
import { horizon } from './horizon.ts'
import { lastEntry, lastStep } from './last-step.ts'
import { type TotalsRow, toTotals, totalsJson } from './totals-row.ts'

/**
 * An account as of a recorded time, by the statement that its past asks for: each asks more than the one before it, and tells by
 * itself if that was enough. If it was not its answer is dropped, and the next is asked.
 *
 * - One that never had a hold has nothing but entries behind it: as many as its version.
 * - Where no hold was open then, none can have expired by then and be written down later, or not to this day.
 *
 * @param seen what the last answers told, so that the statement that is enough is asked at once. Whatever it says, the answer
 * is right.
 */
export async function recordedAsOf(
  connection: SqlConnection,
  seen: HoldsSeen,
  { book, code, at }: { readonly book: string; readonly code: string; readonly at: Instant },
): Promise<RecordedAsOf | undefined> {
  const holds = seen.of(book, code)
  if (holds === undefined) {
    const [row] = await lookUpRows<EntriesRow>(connection, ofEntriesAlone, [book, code, at])
    if (row === undefined) return undefined
    if (!row.had_holds) return asWritten(row)
  }
  if (holds !== 'open') {
    const [row] = await lookUpRows<StepsRow>(connection, ofSteps, [book, code, at])
    if (row === undefined) return undefined
    const then = holdsIn(row.stood)
    seen.note(book, code, then)
    if (then === 'none') return asWritten(row)
  }
  const [row] = await lookUpRows<HoldsRow>(connection, ofStepsAndHolds, [book, code, at])
  if (row === undefined) return undefined
  seen.note(book, code, holdsIn(row.stood))
  const account = toAccount(book, row.account)
  const written = {
    ...{ account, totals: toTotals(row.stood) },
    afterExpiries: row.after_expiries === null ? undefined : toTotals(row.after_expiries),
    unwritten: row.unwritten.map((hold) => toHold(book, hold)),
  }
  return { currency: account.currency, totals: totalsThen(written, at), isFinal: row.is_final }
}

const holdsIn = (stood: TotalsRow | null): HoldsThen => (toTotals(stood).held === 0n ? 'none' : 'open')

const asWritten = ({ currency, stood, is_final }: StepsRow): RecordedAsOf => ({
  currency,
  totals: toTotals(stood),
  isFinal: is_final,
})

interface ThenRow {
  readonly stood: TotalsRow | null
  readonly is_final: boolean
}

interface StepsRow extends ThenRow {
  readonly currency: string
}

interface EntriesRow extends StepsRow {
  readonly had_holds: boolean
}

interface HoldsRow extends ThenRow {
  readonly account: AccountRow
  readonly after_expiries: TotalsRow | null
  readonly unwritten: readonly HoldRow[]
}

const until = (time: string): string => `${time} <= $3::timestamptz`
const isFinal = `$3::timestamptz < ${horizon}`

const ofEntriesAlone = `
SELECT json_build_object(
  'currency', account.currency,
  'had_holds', account.version <> account.entry_count,
  'stood', ${totalsJson('stood')},
  'is_final', ${isFinal}
)::text AS row${ofAccount(`
CROSS JOIN LATERAL (${lastEntry(until)}
) AS stood`)}`

const ofSteps = `
SELECT json_build_object(
  'currency', account.currency,
  'stood', ${totalsJson('stood')},
  'is_final', ${isFinal}
)::text AS row${ofAccount(`
LEFT JOIN LATERAL (${lastStep(until)}
) AS stood ON true`)}`

// Whoever writes on an account ends its expired holds first, the earliest first, in the same batch. So those that had
// expired by then and were written later are the first steps of the next batch, and nothing past it has to be looked at: it
// ended at the next standing or before.
const lastExpiry = `
  SELECT event.posted, event.held, event.version
  FROM ledger.hold_event AS event
  CROSS JOIN LATERAL (
    SELECT ended.ended_at
    FROM ledger.hold AS ended
    WHERE ended.book_id = event.book_id
      AND ended.id BETWEEN event.hold_id AND event.hold_id
    ORDER BY ended.id
    LIMIT 1
  ) AS hold
  WHERE event.book_id = account.book_id
    AND event.account_id = account.id
    AND event.version > coalesce(stood.version, 0)
    AND event.version <= coalesce((
      SELECT standing.version
      FROM ledger.standing
      WHERE standing.book_id = account.book_id
        AND standing.account_id = account.id
        AND standing.recorded_at > $3::timestamptz
      ORDER BY standing.recorded_at, standing.version
      LIMIT 1
    ), account.version)
    AND event.type = 'expired'
    AND hold.ended_at <= $3::timestamptz
  ORDER BY event.version DESC
  LIMIT 1`

const ofStepsAndHolds = `
SELECT json_build_object(
  'account', ${accountRow},
  'stood', ${totalsJson('stood')},
  'after_expiries', ${totalsJson('expired')},
  'unwritten', (
    SELECT coalesce(json_agg(${holdRow}), '[]')
    FROM (
      SELECT open.*
      FROM ledger.hold AS open
      WHERE open.account_id BETWEEN account.id AND account.id
        AND open.status = 'open'
        AND open.expires_at <= $3::timestamptz
      ORDER BY open.account_id, open.expires_at
      OFFSET 0
    ) AS hold
  ),
  'is_final', ${isFinal}
)::text AS row${ofAccount(`
LEFT JOIN LATERAL (${lastStep(until)}
) AS stood ON true
LEFT JOIN LATERAL (${lastExpiry}
) AS expired ON true`)}`
