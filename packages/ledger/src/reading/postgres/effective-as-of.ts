import type { Instant } from '../../instant.ts'
import { ofAccount } from '../../postgres/of-account.ts'
import { type AccountRow, accountRow, toAccount } from '../../postgres/rows.ts'
import { lookUpRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { EffectiveAsOf } from '../readings.ts'
import { lastStep } from './last-step.ts'
import { shiftAt } from './shifts.ts'

export async function effectiveAsOf(
  connection: SqlConnection,
  book: string,
  code: string,
  at: Instant,
): Promise<EffectiveAsOf | undefined> {
  const [row] = await lookUpRows<Row>(connection, statement, [book, code, at])
  return row && { account: toAccount(book, row.account), posted: BigInt(row.posted) }
}

interface Row {
  readonly account: AccountRow
  readonly posted: string
}

const statement = `
SELECT json_build_object(
  'account', ${accountRow},
  'posted', (coalesce(stood.posted::numeric, 0) + ${shiftAt('$3::timestamptz')})::text
)::text AS row${ofAccount(`
LEFT JOIN LATERAL (${lastStep((time) => `${time} <= $3::timestamptz`)}
) AS stood ON true`)}`
