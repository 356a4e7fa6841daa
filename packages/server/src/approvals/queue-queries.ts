import { type Money, money } from '@evenkeel/ledger/money'
import { type RawBuilder, sql } from 'kysely'
import type { QueueFilters, StaffWithdrawalPage } from '../contract/approvals.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import type { Db } from '../database/transaction.ts'
import { searchWords, type Withdrawal } from '../withdrawals/withdrawals.ts'
import { findDecisions } from './decision-store.ts'
import { showStaffWithdrawal } from './show-staff-withdrawal.ts'

/** A place in the queue is the id of a withdrawal. */
export const queuePlace = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * One page of the withdrawals of a tenant, the newest first, in two statements: along (tenant_id, status, created_at,
 * number) or (tenant_id, created_at, number), or by the words of a search. By the time and not by the number alone, or
 * a page of last year would be looked for among everything since.
 */
export async function readQueuePage(
  db: Db,
  {
    tenantId,
    filters,
    limit,
    place,
  }: { tenantId: number; filters: QueueFilters; limit: number; place: Place | undefined },
): Promise<StaffWithdrawalPage> {
  const order = place?.direction === 'before' ? sql`ASC` : sql`DESC`
  const { rows } = await sql<QueueLine>`
    SELECT   withdrawal.id, withdrawal.tenant_id AS "tenantId",
             withdrawal.user_id AS "userId", owner.mail AS "userMail", owner.name AS "userName", withdrawal.currency,
             withdrawal.amount::text AS amount, withdrawal.fee::text AS fee, withdrawal.status, withdrawal.flags,
             withdrawal.approvals_needed AS "approvalsNeeded", withdrawal.round, withdrawal.gateway,
             withdrawal.bank_name AS "bankName", withdrawal.holder, withdrawal.last_four AS "lastFour",
             host(withdrawal.client_ip) AS "clientIp", withdrawal.reason, withdrawal.gateway_fee::text AS "gatewayFee",
             withdrawal.version, withdrawal.created_at AS "createdAt", withdrawal.ended_at AS "endedAt"
    FROM     wallet.withdrawal
    JOIN     wallet.user AS owner ON owner.id = withdrawal.user_id
    WHERE    ${conditions(tenantId, filters)}
    ${place === undefined ? sql`` : beyond(place)}
    ORDER BY withdrawal.created_at ${order}, withdrawal.number ${order}
    LIMIT    ${limit + 1}
  `.execute(db)
  const { data, page } = cutPage(rows, { limit, place, filters, idOf: ({ id }) => id })
  const decisions = Map.groupBy(
    await findDecisions(
      db,
      data.map(({ id }) => id),
    ),
    ({ withdrawalId }) => withdrawalId,
  )
  return {
    page,
    data: data.map(({ currency, amount, fee, gatewayFee, ...row }) => {
      const of = (text: string): Money => money(BigInt(text), currency)
      const amounts = {
        amount: of(amount),
        fee: of(fee),
        gatewayFee: gatewayFee === null ? null : of(gatewayFee),
      }
      return showStaffWithdrawal({ ...row, ...amounts }, decisions.get(row.id) ?? [])
    }),
  }
}

/** What comes after a withdrawal, or before it. Two questions and not one, because an index is used for such a pair. */
function beyond({ id, direction }: Place): RawBuilder<unknown> {
  const is = direction === 'before' ? sql`>` : sql`<`
  return sql`
    AND (withdrawal.created_at, withdrawal.number) ${is} (
      (SELECT created_at FROM wallet.withdrawal WHERE id = ${id}),
      (SELECT number     FROM wallet.withdrawal WHERE id = ${id})
    )
  `
}

function conditions(tenantId: number, { status, from, to, search }: QueueFilters): RawBuilder<unknown> {
  const all = [
    sql`withdrawal.tenant_id = ${tenantId}`,
    status !== undefined && sql`withdrawal.status = ${status}`,
    from !== undefined && sql`withdrawal.created_at >= ${from}`,
    to !== undefined && sql`withdrawal.created_at < ${to}`,
    search !== undefined && sql`withdrawal.search @@ ${toQuery(search)}::tsquery`,
  ]
  return sql.join(
    all.filter((condition) => condition !== false),
    sql` AND `,
  )
}

/** Words alone are in it, so nothing has to be escaped. The last one may be a beginning; without any, nothing is found. */
function toQuery(search: string): string | null {
  const words = searchWords(search)
  return words.length === 0 ? null : `${words.join(' & ')}:*`
}

interface QueueLine
  extends Omit<
    Withdrawal,
    'tenant' | 'holdId' | 'paidJournal' | 'feeJournal' | 'amount' | 'fee' | 'gatewayFee'
  > {
  readonly currency: string
  readonly amount: string
  readonly fee: string
  readonly gatewayFee: string | null
}
