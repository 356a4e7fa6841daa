import { type Money, money } from '@evenkeel/ledger'
import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'
import type { Lately } from './limits.ts'
import { openStatuses } from './withdrawal-state.ts'

/** What of an owner a request depends on. */
export interface Owner {
  readonly passwordChangedAt: Date | null
  readonly secondFactorSince: Date | null
  /** When they last asked for a withdrawal. */
  readonly lastAskedAt: Date | null
}

/**
 * Locks the owner for the rest of the transaction: their requests are counted and summed one after the other, on
 * however many servers. It is the first row that a request locks, before the accounts of the ledger. Rows that merely
 * refer to the owner may be written meanwhile.
 */
export async function lockOwner(trx: Trx, userId: string): Promise<Owner> {
  await sql`
    SELECT id
    FROM   wallet.user
    WHERE  id = ${userId}
    FOR NO KEY UPDATE
  `.execute(trx)
  // A statement of its own: what others wrote before we had the lock is seen by the next one only.
  const { rows } = await sql<Owner>`
    SELECT    password.changed_at AS "passwordChangedAt",
              totp.confirmed_at AS "secondFactorSince",
              (
                SELECT max(created_at)
                FROM   wallet.withdrawal
                WHERE  user_id = owner.id
              ) AS "lastAskedAt"
    FROM      wallet.user AS owner
    LEFT JOIN wallet.password ON password.user_id = owner.id
    LEFT JOIN wallet.totp     ON totp.user_id = owner.id
    WHERE     owner.id = ${userId}
  `.execute(trx)
  const [owner] = rows
  if (owner === undefined) throw new Error(`User ${userId} is gone, though users are never removed.`)
  return owner
}

const hourMs = 3_600_000

/** What an owner has asked for lately, while their row is locked. One walk along their withdrawals of 90 days. */
export async function readLately(
  trx: Trx,
  { userId, currency, marks, now }: { userId: string; currency: string; marks: readonly Buffer[]; now: Date },
): Promise<Lately> {
  const ago = (hours: number): Date => new Date(now.getTime() - hours * hourMs)
  const { rows } = await sql<LatelyRow>`
    SELECT (
             SELECT count(*)
             FROM   wallet.withdrawal
             WHERE  user_id = ${userId}
             AND    status = ANY (${[...openStatuses]})
           )::integer AS open,
           (
             SELECT EXISTS (
               SELECT
               FROM   wallet.withdrawal
               WHERE  user_id = ${userId}
               AND    destination_mark = ANY (${[...marks]}::bytea[])
               AND    status IN ('completed', 'paid_late')
             )
           ) AS "isKnownDestination",
           coalesce(sum(amount) FILTER (
             WHERE currency = ${currency}
             AND   created_at > ${ago(24)}
             AND   status NOT IN ('rejected', 'cancelled', 'failed', 'returned')
           ), 0)::text AS "daySum",
           (count(*) FILTER (WHERE created_at > ${ago(1)}))::integer AS "hourCount",
           (
             percentile_disc(0.5) WITHIN GROUP (ORDER BY amount) FILTER (
               WHERE currency = ${currency}
               AND   status IN ('completed', 'paid_late')
             )
           )::text AS usual
    FROM   wallet.withdrawal
    WHERE  user_id = ${userId}
    AND    created_at > ${ago(90 * 24)}
  `.execute(trx)
  const [row] = rows
  if (row === undefined) throw new Error('An aggregate gave no row back.')
  const of = (amount: string): Money => money(BigInt(amount), currency)
  return { ...row, daySum: of(row.daySum), usual: row.usual === null ? undefined : of(row.usual) }
}

interface LatelyRow extends Omit<Lately, 'daySum' | 'usual'> {
  readonly daySum: string
  readonly usual: string | null
}
