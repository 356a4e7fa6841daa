import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'

/** A place where books and gateway differ. */
export interface NewBreak {
  readonly tenantId: number
  readonly kind: string
  readonly depositId?: string
  readonly withdrawalId?: string
  readonly gateway: string
  /** The gateway's id of what differs. */
  readonly objectId: string
  readonly expected: Readonly<Record<string, string>>
  readonly found: Readonly<Record<string, string>>
}

/**
 * Writes a break down, unless it is known and open, or the very same values have been decided; answers whether it is
 * new. What differs otherwise after a decision is a new break.
 */
export async function openBreak(trx: Trx, found: NewBreak, now: Date): Promise<boolean> {
  const expected = JSON.stringify(found.expected)
  const stated = JSON.stringify(found.found)
  const { rows } = await sql`
    INSERT INTO wallet.break (
      tenant_id, kind, deposit_id, withdrawal_id, gateway, object_id, expected, found, opened_at
    )
    SELECT ${found.tenantId}, ${found.kind}, ${found.depositId ?? null}, ${found.withdrawalId ?? null},
           ${found.gateway}, ${found.objectId}, ${expected}::jsonb, ${stated}::jsonb, ${now}
    WHERE  NOT EXISTS (
      SELECT FROM wallet.break
      WHERE  gateway = ${found.gateway}
      AND    object_id = ${found.objectId}
      AND    kind = ${found.kind}
      AND    resolved_at IS NOT NULL
      AND    expected = ${expected}::jsonb
      AND    found = ${stated}::jsonb
    )
    ON CONFLICT (gateway, object_id, kind) WHERE resolved_at IS NULL DO NOTHING
    RETURNING id
  `.execute(trx)
  return rows.length > 0
}

/** A break of the tenant, locked, with whose deposit or withdrawal it is about. */
export async function lockBreak(
  trx: Trx,
  { id, tenantId }: { id: string; tenantId: number },
): Promise<{ isResolved: boolean; ownerId: string | null } | undefined> {
  const { rows } = await sql<{ isResolved: boolean; ownerId: string | null }>`
    SELECT    break.resolved_at IS NOT NULL AS "isResolved", coalesce(deposit.user_id, withdrawal.user_id) AS "ownerId"
    FROM      wallet.break
    LEFT JOIN wallet.deposit ON deposit.id = break.deposit_id
    LEFT JOIN wallet.withdrawal ON withdrawal.id = break.withdrawal_id
    WHERE     break.id = ${id}
    AND       break.tenant_id = ${tenantId}
    FOR UPDATE OF break
  `.execute(trx)
  return rows[0]
}

export async function resolveBreak(
  trx: Trx,
  { id, userId, reason, now }: { id: string; userId: string; reason: string; now: Date },
): Promise<void> {
  await sql`
    UPDATE wallet.break
    SET    resolved_at = ${now}, resolved_by = ${userId}, resolution = ${reason}
    WHERE  id = ${id}
  `.execute(trx)
}
