import { ofAccount } from '../../postgres/of-account.ts'
import { lookUpRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import { type StoredAccountRow, storedAccount, toStoredAccount } from '../../postgres/stored-account-row.ts'
import type { AccountAtVersion } from '../readings.ts'
import { type TotalsRow, toTotals, totalsJson } from './totals-row.ts'

export async function accountAtVersion(
  connection: SqlConnection,
  book: string,
  code: string,
  version: number,
): Promise<AccountAtVersion | undefined> {
  const [row] = await lookUpRows<Row>(connection, statement, [book, code, version])
  return row && { ...toStoredAccount(book, row), made: row.made === null ? undefined : toTotals(row.made) }
}

interface Row extends StoredAccountRow {
  readonly made: TotalsRow | null
}

/** A version was made by an entry or by a hold event, never by both. */
const step = (table: 'entry' | 'hold_event'): string => `
  (
    SELECT step.posted, step.held, step.version
    FROM ledger.${table} AS step
    WHERE step.book_id = account.book_id
      AND step.account_id = account.id
      AND step.version BETWEEN $3::bigint AND $3::bigint
    ORDER BY step.version
    LIMIT 1
  )`

const statement = `
SELECT json_build_object(
  ${storedAccount},
  'made', ${totalsJson('made')}
)::text AS row${ofAccount(`
LEFT JOIN LATERAL (${step('entry')}
  UNION ALL${step('hold_event')}
  LIMIT 1
) AS made ON true`)}`
