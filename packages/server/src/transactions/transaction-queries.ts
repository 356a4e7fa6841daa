import { type Money, money } from '@evenkeel/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { Page } from '../contract/page.ts'
import type { Transaction, TransactionStatus, TransactionType } from '../contract/transactions.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import type { Db } from '../database/transaction.ts'

/** Whose transactions: one owner's, or everybody's of a tenant. */
export type Scope = { readonly userId: string } | { readonly tenantId: number }

export interface TransactionFilters {
  readonly type?: TransactionType | undefined
  readonly status?: TransactionStatus | undefined
  readonly currency?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly least?: string | undefined
  readonly most?: string | undefined
  readonly search?: string | undefined
  readonly user_id?: string | undefined
  readonly user_mail?: string | undefined
}

export type TransactionSort = '-created' | 'created' | '-amount' | 'amount'

/** A transaction as it is stored, with whose it is. */
export interface TransactionRow
  extends Pick<
    Transaction,
    'id' | 'number' | 'type' | 'status' | 'detail' | 'name' | 'reference' | 'metadata'
  > {
  readonly userId: string
  readonly userMail: string
  readonly currency: string
  readonly amount: string
  readonly currentAfter: string | null
  readonly usableAfter: string | null
  readonly journals: readonly string[]
  readonly createdAt: Date
  readonly completedAt: Date | null
}

const columns = sql`
  transaction.id, transaction.number::text AS number, transaction.user_id AS "userId", owner.mail AS "userMail",
  transaction.type, transaction.status, transaction.detail, transaction.name, transaction.reference,
  transaction.metadata, transaction.currency, transaction.amount::text AS amount,
  transaction.current_after::text AS "currentAfter", transaction.usable_after::text AS "usableAfter",
  transaction.journals, transaction.created_at AS "createdAt", transaction.completed_at AS "completedAt"
`

export interface TransactionListing {
  readonly scope: Scope
  readonly filters: TransactionFilters
  readonly sort: TransactionSort
  readonly limit: number
  readonly place: Place | undefined
  /** Counted from 1; instead of a place. */
  readonly page: number | undefined
}

/**
 * One page, in one statement along the index of its order: (user_id, number), (user_id, amount, number), or the same
 * two of the tenant. Filters are looked at on the way. Amount and number never change for a row of the list that a
 * cursor may stand at, so a cursor stays good.
 */
export async function readTransactionPage(
  db: Db,
  { scope, filters, sort, limit, place, page: pageNumber = 1 }: TransactionListing,
): Promise<{ data: TransactionRow[]; page: Page }> {
  const goesBack = place?.direction === 'before'
  const isDescending = sort.startsWith('-') !== goesBack
  const order = isDescending ? sql`DESC` : sql`ASC`
  const byAmount = sort.endsWith('amount')
  const { rows } = await sql<TransactionRow>`
    SELECT   ${columns}
    FROM     wallet.transaction
    JOIN     wallet.user AS owner ON owner.id = transaction.user_id
    WHERE    ${conditions(scope, filters)}
    ${place === undefined ? sql`` : beyond(place, scope, { isDescending, byAmount })}
    ORDER BY ${byAmount ? sql`transaction.amount ${order}, transaction.number ${order}` : sql`transaction.number ${order}`}
    LIMIT    ${limit + 1}
    OFFSET   ${(pageNumber - 1) * limit}
  `.execute(db)
  return cutPage(rows, { limit, place, filters: { ...filters, sort }, idOf: ({ number }) => number })
}

export async function countTransactions(db: Db, scope: Scope, filters: TransactionFilters): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    SELECT count(*) AS count
    FROM   wallet.transaction
    JOIN   wallet.user AS owner ON owner.id = transaction.user_id
    WHERE  ${conditions(scope, filters)}
  `.execute(db)
  return Number(rows[0]?.count ?? 0)
}

export interface TransactionSum {
  readonly currency: string
  readonly status: TransactionStatus
  readonly count: string
  readonly in: string
  readonly out: string
}

/** How many and how much, by currency and status. */
export async function sumTransactions(
  db: Db,
  scope: Scope,
  filters: TransactionFilters,
): Promise<TransactionSum[]> {
  const { rows } = await sql<TransactionSum>`
    SELECT   transaction.currency,
             transaction.status,
             count(*) AS count,
             coalesce(sum(transaction.amount) FILTER (WHERE transaction.amount > 0), 0)::text AS "in",
             coalesce(sum(transaction.amount) FILTER (WHERE transaction.amount < 0), 0)::text AS "out"
    FROM     wallet.transaction
    JOIN     wallet.user AS owner ON owner.id = transaction.user_id
    WHERE    ${conditions(scope, filters)}
    GROUP BY transaction.currency, transaction.status
    ORDER BY transaction.currency, transaction.status
  `.execute(db)
  return rows
}

export async function findTransaction(
  db: Db,
  { id, userId }: { id: string; userId: string },
): Promise<TransactionRow | undefined> {
  const { rows } = await sql<TransactionRow>`
    SELECT ${columns}
    FROM   wallet.transaction
    JOIN   wallet.user AS owner ON owner.id = transaction.user_id
    WHERE  transaction.id = ${id}
    AND    transaction.user_id = ${userId}
  `.execute(db)
  return rows[0]
}

export function amountOf({ currency }: { currency: string }, amount: string): Money {
  return money(BigInt(amount), currency)
}

function conditions(scope: Scope, filters: TransactionFilters): RawBuilder<unknown> {
  const { type, status, currency, from, to, least, most, search, user_id: userId, user_mail: mail } = filters
  const all = [
    'userId' in scope
      ? sql`transaction.user_id = ${scope.userId}`
      : sql`transaction.tenant_id = ${scope.tenantId}`,
    userId !== undefined && sql`transaction.user_id = ${userId}`,
    mail !== undefined && sql`owner.mail = ${mail}`,
    type !== undefined && sql`transaction.type = ${type}`,
    status !== undefined && sql`transaction.status = ${status}`,
    currency !== undefined && sql`transaction.currency = ${currency}`,
    from !== undefined && sql`transaction.created_at >= ${from}`,
    to !== undefined && sql`transaction.created_at < ${to}`,
    least !== undefined && sql`transaction.amount >= ${least}`,
    most !== undefined && sql`transaction.amount <= ${most}`,
    search !== undefined &&
      sql`(transaction.name ILIKE ${`%${escaped(search)}%`} OR transaction.reference LIKE ${`${escaped(search)}%`})`,
  ]
  return sql.join(
    all.filter((condition) => condition !== false),
    sql` AND `,
  )
}

function beyond(
  { id }: Place,
  scope: Scope,
  { isDescending, byAmount }: { isDescending: boolean; byAmount: boolean },
): RawBuilder<unknown> {
  const comparison = isDescending ? sql`<` : sql`>`
  if (!byAmount) return sql`AND transaction.number ${comparison} ${id}`
  return sql`
    AND (transaction.amount, transaction.number) ${comparison} (
      SELECT stood.amount, stood.number
      FROM   wallet.transaction AS stood
      WHERE  stood.number = ${id}
      AND    ${'userId' in scope ? sql`stood.user_id = ${scope.userId}` : sql`stood.tenant_id = ${scope.tenantId}`}
    )
  `
}

/** What somebody types is looked for as it is. */
function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
