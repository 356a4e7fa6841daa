import { ofAccount } from '../../postgres/of-account.ts'
import { type AccountRow, accountRow, toAccount } from '../../postgres/rows.ts'
import { lookUpRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { EffectivePeriod, KnownUntil, Period } from '../readings.ts'
import { lastEntry } from './last-step.ts'
import { shiftAt } from './shifts.ts'

export async function effectivePeriod(
  connection: SqlConnection,
  book: string,
  code: string,
  { from, to }: Period,
  known?: KnownUntil,
): Promise<EffectivePeriod | undefined> {
  const [row] = await lookUpRows<Row>(connection, statement, [
    ...[book, code, from ?? null, to ?? 'infinity', known?.version ?? null, known?.recordedAt ?? null],
  ])
  if (row === undefined) return undefined
  const account = toAccount(book, row.account)
  return {
    account,
    opening: BigInt(row.opening),
    closing: BigInt(row.closing),
    known: known ?? { version: account.version, recordedAt: account.changedAt },
  }
}

interface Row {
  readonly account: AccountRow
  readonly opening: string
  readonly closing: string
}

// Moments have milliseconds and no smaller part, so there is a last one before each.
const justBefore = (moment: string): string => `(${moment} - interval '1 millisecond')`
const start = justBefore('$3::timestamptz')
const end = justBefore('$4::timestamptz')

const lastVersion = 'coalesce($5::bigint, account.version)'
// Nothing that counts was recorded later than that; without this bound an old page would look at all that came since.
const until = (at: string): string => `least(${at}, coalesce($6::timestamptz, account.changed_at))`

const standing = (at: string): string => lastEntry((time) => `${time} <= ${until(at)}`, { lastVersion })

const statement = `
SELECT json_build_object(
  'account', ${accountRow},
  'opening', CASE
    WHEN $3::timestamptz IS NULL THEN 0
    ELSE coalesce(opening.posted, 0) + ${shiftAt(start, lastVersion)}
  END::text,
  'closing', (coalesce(closing.posted, 0) + ${shiftAt(end, lastVersion)})::text
)::text AS row${ofAccount(`
LEFT JOIN LATERAL (${standing(start)}
) AS opening ON $3::timestamptz IS NOT NULL
CROSS JOIN LATERAL (${standing(end)}
) AS closing`)}`
