import { unchecked } from '../../money/money.ts'
import { readRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { BookMoment } from '../book-moment.ts'
import { type CodeTotal, mostLines, type TotalsQuery } from '../code-totals.ts'
import { lastStanding } from './account-now.ts'
import { shiftAt } from './shifts.ts'

/** Each account is looked up as of the moment by itself: a million accounts take as many look-ups, in one statement. */
export async function totalsByCode(
  connection: SqlConnection,
  book: string,
  { prefix, depth }: TotalsQuery,
  { recordedAt, effectiveAt }: BookMoment,
): Promise<readonly CodeTotal[]> {
  const at = recordedAt ?? effectiveAt
  const statement = at === undefined ? now : recordedAt === undefined ? byBusinessTime : byRecordedTime
  const values = [book, prefix ?? null, depth ?? null, mostLines + 1]
  const rows = await readRows<Row>(connection, statement, at === undefined ? values : [...values, at])
  return rows.map(([code, currency, accounts, debit, credit]) => ({
    ...{ code, currency, accounts },
    debit: unchecked(BigInt(debit), currency),
    credit: unchecked(BigInt(credit), currency),
  }))
}

type Row = readonly [code: string, currency: string, accounts: number, debit: string, credit: string]

// Codes are in the order of their bytes, so those below a prefix are one range of the index: from the prefix with its
// colon to the prefix with what comes after a colon.
function statementFor(posted: string, joined = ''): string {
  return `
SELECT json_build_array(total.code, total.currency, total.accounts, total.debit::text, total.credit::text)::text AS row
FROM (
  SELECT
    beginning.code,
    account.currency,
    count(*) AS accounts,
    sum(greatest(side.debit, 0)) AS debit,
    sum(greatest(-side.debit, 0)) AS credit
  FROM ledger.book
  JOIN ledger.account
    ON account.book_id = book.id${joined}
  CROSS JOIN LATERAL (
    SELECT CASE WHEN account.type IN ('asset', 'expense') THEN ${posted} ELSE -(${posted}) END AS debit
    OFFSET 0
  ) AS side
  CROSS JOIN LATERAL (
    SELECT CASE
      WHEN $3::integer IS NULL THEN account.code
      ELSE array_to_string((string_to_array(account.code, ':'))[1:$3::integer], ':') COLLATE "C"
    END AS code
  ) AS beginning
  WHERE book.code = $1::text
    AND (
      $2::text IS NULL
      OR account.code = $2::text
      OR (account.code > $2::text || ':' AND account.code < $2::text || ';')
    )
  GROUP BY beginning.code, account.currency
  ORDER BY beginning.code, account.currency
  LIMIT $4::integer
) AS total
ORDER BY total.code, total.currency COLLATE "C"`
}

const now = statementFor('account.posted')

const stood = (at: string): string => `
  LEFT JOIN LATERAL (${lastStanding(`standing.recorded_at <= ${at}`)}
  ) AS stood ON true`

const byRecordedTime = statementFor('coalesce(stood.posted::numeric, 0)', stood('$5::timestamptz'))

const byBusinessTime = statementFor(
  `coalesce(stood.posted::numeric, 0) + ${shiftAt('$5::timestamptz', 'account.version')}`,
  stood('$5::timestamptz'),
)
