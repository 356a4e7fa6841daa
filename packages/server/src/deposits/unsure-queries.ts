import { sql } from 'kysely'
import type { Db } from '../database/transaction.ts'

/**
 * Deposits of which the gateway has the next word: those that wait for a payment, a capture or the end of a refund, and
 * those where both sides did not agree. One without a purchase is among them only as long as it may still get one.
 */
const unsure = sql`
  SELECT id, created_at AS since, last_synced_at
  FROM   wallet.deposit
  WHERE  (status IN ('created', 'awaiting_payment', 'authorized') OR NOT reconciled)
  AND    (purchase_id IS NOT NULL OR status = 'created')
  UNION ALL
  SELECT deposit.id, refund.created_at, deposit.last_synced_at
  FROM   wallet.refund
  JOIN   wallet.deposit ON deposit.id = refund.deposit_id
  WHERE  refund.status = 'requested'
`

/** Some of them, in the order of their ids, so that a long list is read piece by piece while it changes. */
export async function findUnsureDeposits(
  db: Db,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT   DISTINCT id
    FROM     (${unsure}) AS unsure
    WHERE    ${after === undefined ? sql`true` : sql`id > ${after}`}
    ORDER BY id
    LIMIT    ${limit}
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** After how many minutes a gateway is asked again; from then on, every day. */
const askAgainMinutes = [1, 5, 15, 60, 360]

/** Those whose next time to be asked for has come, the longest unasked first. */
export async function findDueDeposits(
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT   id
    FROM     (${unsure}) AS unsure
    CROSS JOIN LATERAL (
      SELECT since + max(step) AS due_at
      FROM (
        SELECT unnest(${askAgainMinutes}::integer[]) * interval '1 minute'
        UNION ALL
        SELECT floor(extract(epoch FROM ${now}::timestamptz - since) / 86400) * interval '1 day'
      ) AS schedule (step)
      WHERE step > interval '0' AND since + step <= ${now}
    ) AS latest
    WHERE    due_at IS NOT NULL
    AND      (last_synced_at IS NULL OR last_synced_at < due_at)
    GROUP BY id
    ORDER BY min(last_synced_at) NULLS FIRST
    LIMIT    ${limit}
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** Deposits with a purchase, whatever they came to, of which the gateway was not asked for a while. */
export async function findUnaskedDeposits(
  db: Db,
  { createdAfter, askedBefore, limit }: { createdAfter: Date; askedBefore: Date; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT   id
    FROM     wallet.deposit
    WHERE    purchase_id IS NOT NULL
    AND      last_synced_at <= ${askedBefore}
    AND      created_at > ${createdAfter}
    ORDER BY last_synced_at
    LIMIT    ${limit}
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** Why a deposit has waited for longer than it should. */
export type StuckReason = 'refund_unanswered' | 'authorization_old' | 'gateway_silent'

export interface StuckDeposit {
  readonly deposit: string
  readonly reason: StuckReason
  readonly since: Date
}

/**
 * Deposits that need somebody to look at them, though nothing differs: a refund without an end for an hour, an
 * authorization that banks let go after a week or so, one that the gateway has not spoken of for six hours.
 */
export async function findStuckDeposits(
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<StuckDeposit[]> {
  const { rows } = await sql<StuckDeposit>`
    SELECT   deposit_id AS deposit, 'refund_unanswered' AS reason, created_at AS since
    FROM     wallet.refund
    WHERE    status = 'requested'
    AND      created_at < ${now}::timestamptz - interval '1 hour'
    UNION ALL
    SELECT   id,
             CASE WHEN status = 'authorized' AND created_at < ${now}::timestamptz - interval '5 days'
                  THEN 'authorization_old' ELSE 'gateway_silent' END,
             created_at
    FROM     wallet.deposit
    WHERE    (status IN ('created', 'awaiting_payment', 'authorized') OR NOT reconciled)
    AND      purchase_id IS NOT NULL
    AND      (
      status = 'authorized' AND created_at < ${now}::timestamptz - interval '5 days'
      OR coalesce(last_synced_at, created_at) < ${now}::timestamptz - interval '6 hours'
    )
    ORDER BY since, deposit
    LIMIT    ${limit}
  `.execute(db)
  return rows
}
