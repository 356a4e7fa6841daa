import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'

/** A place where books and gateway differ. */
export interface NewBreak {
  readonly tenantId: number
  readonly kind: string
  readonly depositId: string | null
  readonly withdrawalId?: string
  readonly gateway: string
  /** The gateway's id of what differs. */
  readonly objectId: string
  readonly expected: Readonly<Record<string, string>>
  readonly found: Readonly<Record<string, string>>
}

/** Writes a break down, unless it is known and open; answers whether it is new. */
export async function openBreak(trx: Trx, found: NewBreak, now: Date): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO wallet.break (
      tenant_id, kind, deposit_id, withdrawal_id, gateway, object_id, expected, found, opened_at
    )
    VALUES (
      ${found.tenantId}, ${found.kind}, ${found.depositId}, ${found.withdrawalId ?? null}, ${found.gateway},
      ${found.objectId}, ${JSON.stringify(found.expected)}::jsonb, ${JSON.stringify(found.found)}::jsonb, ${now}
    )
    ON CONFLICT (gateway, object_id, kind) WHERE resolved_at IS NULL DO NOTHING
    RETURNING id
  `.execute(trx)
  return rows.length > 0
}
