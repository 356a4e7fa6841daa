import type { Instant } from '../../instant.ts'
import { type AccountRow, accountRow, toAccount } from '../../postgres/rows.ts'
import { readRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { EffectiveAsOf, KnownUntil } from '../readings.ts'
import { ofAccount } from './account-now.ts'
import { lastStep } from './last-step.ts'
import { shiftAt } from './shifts.ts'

export async function effectiveAsOf(
  connection: SqlConnection,
  book: string,
  code: string,
  at: Instant,
  known?: KnownUntil,
): Promise<EffectiveAsOf | undefined> {
  const [row] = await readRows<{ readonly account: AccountRow; readonly posted: string }>(
    connection,
    statement,
    [book, code, at, known?.version ?? null, known?.recordedAt ?? null],
  )
  if (row === undefined) return undefined
  const account = toAccount(book, row.account)
  return {
    account,
    posted: BigInt(row.posted),
    known: known ?? { version: account.version, recordedAt: account.changedAt },
  }
}

const lastVersion = 'coalesce($4::bigint, account.version)'
// Nothing that counts was recorded later than that; without this bound an old page would look at all that came since.
const until = 'least($3::timestamptz, coalesce($5::timestamptz, account.changed_at))'

const statement = `
SELECT json_build_object(
  'account', ${accountRow},
  'posted', (coalesce(stood.posted::numeric, 0) + ${shiftAt('$3::timestamptz', lastVersion)})::text
)::text AS row${ofAccount(`
LEFT JOIN LATERAL (${lastStep((time) => `${time} <= ${until}`, { lastVersion })}
) AS stood ON true`)}`
