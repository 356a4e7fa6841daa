import { ofAccount } from '../../postgres/of-account.ts'
import { type AccountRow, accountRow, toAccount } from '../../postgres/rows.ts'
import { lookUpRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import { nothingYet } from '../balance-as-of.ts'
import type { Period, RecordedPeriod } from '../readings.ts'
import { lastStep } from './last-step.ts'
import { type TotalsRow, toTotals, totalsJson } from './totals-row.ts'

export async function recordedPeriod(
  connection: SqlConnection,
  book: string,
  code: string,
  { from, to }: Period,
): Promise<RecordedPeriod | undefined> {
  const [row] = await lookUpRows<Row>(connection, statement, [book, code, from ?? null, to ?? null])
  if (row === undefined) return undefined
  const account = toAccount(book, row.account)
  return {
    account,
    opening: from === undefined ? nothingYet : toTotals(row.opening),
    closing: to === undefined ? account : toTotals(row.closing),
  }
}

interface Row {
  readonly account: AccountRow
  readonly opening: TotalsRow | null
  readonly closing: TotalsRow | null
}

const statement = `
SELECT json_build_object(
  'account', ${accountRow},
  'opening', ${totalsJson('opening')},
  'closing', ${totalsJson('closing')}
)::text AS row${ofAccount(`
LEFT JOIN LATERAL (${lastStep((time) => `${time} < $3::timestamptz`)}
) AS opening ON true
LEFT JOIN LATERAL (${lastStep((time) => `${time} < $4::timestamptz`)}
) AS closing ON true`)}`
