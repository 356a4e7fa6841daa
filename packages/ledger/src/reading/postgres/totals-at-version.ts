import { readRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { Totals } from '../readings.ts'
import { ofAccount, totalsJson } from './account-now.ts'
import { type TotalsRow, toTotals } from './totals-row.ts'

/** A version was made by an entry or by a hold event, never by both. */
export async function totalsAtVersion(
  connection: SqlConnection,
  book: string,
  code: string,
  version: number,
): Promise<Totals | undefined> {
  const [row] = await readRows<TotalsRow>(connection, statement, [book, code, version])
  return row && toTotals(row)
}

const step = (table: 'entry' | 'hold_event'): string => `
  SELECT step.posted, step.held, step.version
  FROM ledger.${table} AS step
  WHERE step.book_id = account.book_id
    AND step.account_id = account.id
    AND step.version = $3::bigint`

const statement = `
SELECT ${totalsJson('made')}::text AS row${ofAccount(`
CROSS JOIN LATERAL (${step('entry')}
  UNION ALL${step('hold_event')}
  LIMIT 1
) AS made`)}`
