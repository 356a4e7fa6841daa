import { type Money, money } from '@evenkeel/ledger'
import { sql } from 'kysely'
import type { Db } from '../database/transaction.ts'
import type { OwnersDay } from './suspicions.ts'

/** The last day of everybody who has asked for a withdrawal in it, along the index of time. */
export async function readOwnersDays(db: Db, now: Date): Promise<OwnersDay[]> {
  const [dayAgo, quarterAgo] = [1, 90].map((days) => new Date(now.getTime() - days * 86_400_000))
  const { rows } = await sql<DayRow>`
    WITH request AS (
      SELECT id, tenant_id, user_id, currency, amount, status,
             count(*) OVER (
               PARTITION BY user_id
               ORDER BY     created_at
               RANGE BETWEEN interval '1 hour' PRECEDING AND CURRENT ROW
             ) AS in_hour
      FROM   wallet.withdrawal
      WHERE  created_at > ${dayAgo}
      AND    created_at <= ${now}
    )
    SELECT   request.tenant_id AS "tenantId",
             request.user_id AS "userId",
             request.currency,
             sum(request.amount)::text AS sum,
             max(request.in_hour)::integer AS "busiestHour",
             (
               SELECT (percentile_disc(0.5) WITHIN GROUP (ORDER BY paid.amount))::text
               FROM   wallet.withdrawal AS paid
               WHERE  paid.user_id = request.user_id
               AND    paid.created_at > ${quarterAgo}
               AND    paid.currency = request.currency
               AND    paid.status IN ('completed', 'paid_late')
             ) AS usual,
             coalesce(
               jsonb_agg(jsonb_build_object('id', request.id, 'amount', request.amount::text))
                 FILTER (WHERE request.status IN ('requested', 'review', 'approved')),
               '[]'
             ) AS waiting
    FROM     request
    GROUP BY request.tenant_id, request.user_id, request.currency
    ORDER BY request.user_id, request.currency
  `.execute(db)
  return rows.map(({ currency, sum, usual, waiting, ...row }) => {
    const of = (amount: string): Money => money(BigInt(amount), currency)
    return {
      ...row,
      currency,
      sum: of(sum),
      usual: usual === null ? undefined : of(usual),
      waiting: waiting.map(({ id, amount }) => ({ id, amount: of(amount) })),
    }
  })
}

interface DayRow extends Pick<OwnersDay, 'tenantId' | 'userId' | 'currency' | 'busiestHour'> {
  readonly sum: string
  readonly usual: string | null
  readonly waiting: readonly { readonly id: string; readonly amount: string }[]
}
