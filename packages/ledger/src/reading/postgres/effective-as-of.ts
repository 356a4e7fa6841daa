import type { Instant } from '../../instant.ts'
import { ofAccount } from '../../postgres/of-account.ts'
import { lookUpRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { EffectiveAsOf } from '../readings.ts'
import { lastEntry } from './last-step.ts'
import { shiftAt } from './shifts.ts'

export async function effectiveAsOf(
  connection: SqlConnection,
  book: string,
  code: string,
  at: Instant,
): Promise<EffectiveAsOf | undefined> {
  const [row] = await lookUpRows<Row>(connection, statement, [book, code, at])
  return row && { ...row, posted: BigInt(row.posted) }
}

interface Row {
  readonly currency: string
  readonly posted: string
  readonly version: number
}

const statement = `
SELECT json_build_object(
  'currency', account.currency,
  'posted', (coalesce(stood.posted, 0) + ${shiftAt('$3::timestamptz')})::text,
  'version', account.version
)::text AS row${ofAccount(`
CROSS JOIN LATERAL (${lastEntry((time) => `${time} <= $3::timestamptz`)}
) AS stood`)}`
