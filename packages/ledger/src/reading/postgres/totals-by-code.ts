import { unchecked } from '../../money/money.ts'
import { readRows, type SqlConnection } from '../../postgres/sql-connection.ts'
import type { BookMoment } from '../book-moment.ts'
import { type CodeTotal, mostLines, type TotalsQuery } from '../code-totals.ts'
import { lastEntry } from './last-step.ts'
import { shiftAt } from './shifts.ts'

/** Each account is looked up as of the moment by itself: a million accounts take as many look-ups, in one statement. */
export async function totalsByCode(
  connection: SqlConnection,
  book: string,
  { prefix, depth }: TotalsQuery,
  { recordedAt, effectiveAt }: BookMoment,
): Promise<readonly CodeTotal[]> {
  const at = recordedAt ?? effectiveAt
  const among = prefix === undefined ? allAccounts : accountsBelow
  const statement = statementFor(
    among,
    at === undefined ? now : recordedAt === undefined ? effective : recorded,
  )
  const values = [book, prefix ?? null, depth ?? null, mostLines + 1]
  const rows = await readRows<Row>(connection, statement, at === undefined ? values : [...values, at])
  return rows.map(([code, currency, accounts, debit, credit]) => ({
    ...{ code, currency, accounts },
    debit: unchecked(BigInt(debit), currency),
    credit: unchecked(BigInt(credit), currency),
  }))
}

type Row = readonly [code: string, currency: string, accounts: number, debit: string, credit: string]

const allAccounts = 'ledger.account'

// Codes are in the order of their bytes, so those below a prefix are one range of the index: from the prefix with its
// colon to the prefix with what comes after a colon. The prefix itself lies apart from them: user:10 comes in between.
const accountsBelow = `(
    SELECT exact.*
    FROM ledger.account AS exact
    WHERE exact.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
      AND exact.code = $2::text
    UNION ALL
    SELECT below.*
    FROM ledger.account AS below
    WHERE below.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
      AND below.code > $2::text || ':'
      AND below.code < $2::text || ';'
  )`

/** What an account had posted at a moment, and what is looked up for that. */
interface PostedThen {
  readonly posted: string
  readonly joined: string
}

function statementFor(accounts: string, { posted, joined }: PostedThen): string {
  return `
SELECT json_build_array(total.code, total.currency, total.accounts, total.debit::text, total.credit::text)::text AS row
FROM (
  SELECT
    beginning.code,
    account.currency,
    count(*) AS accounts,
    sum(greatest(side.debit, 0)) AS debit,
    sum(greatest(-side.debit, 0)) AS credit
  FROM ${accounts} AS account${joined}
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
  WHERE account.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
    AND ($2::text IS NULL OR account.code >= $2::text)
  GROUP BY beginning.code, account.currency
  ORDER BY beginning.code, account.currency
  LIMIT $4::integer
) AS total
ORDER BY total.code, total.currency COLLATE "C"`
}

const stood = `
  CROSS JOIN LATERAL (${lastEntry((time) => `${time} <= $5::timestamptz`)}
  ) AS stood`

const now: PostedThen = { posted: 'account.posted', joined: '' }
const recorded: PostedThen = { posted: 'coalesce(stood.posted, 0)', joined: stood }
const effective: PostedThen = {
  posted: `coalesce(stood.posted, 0) + ${shiftAt('$5::timestamptz')}`,
  joined: stood,
}
