import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { Withdrawal } from '../withdrawals/withdrawals.ts'

/** What somebody of staff decided about a withdrawal. */
export interface Decision {
  readonly withdrawalId: string
  readonly round: number
  readonly decision: 'approve' | 'reject'
  readonly decidedBy: string
  readonly decidedAt: Date
  /** The version that they looked at. */
  readonly version: number
  readonly reason: string | null
}

/** The decisions about some withdrawals, the oldest first, in one statement. */
export async function findDecisions(db: Db | Trx, withdrawalIds: readonly string[]): Promise<Decision[]> {
  const { rows } = await sql<Decision>`
    SELECT   withdrawal_id AS "withdrawalId", round, decision, decided_by AS "decidedBy", decided_at AS "decidedAt",
             version, reason
    FROM     wallet.withdrawal_decision
    WHERE    withdrawal_id = ANY (${[...withdrawalIds]}::uuid[])
    ORDER BY decided_at, id
  `.execute(db)
  return rows
}

/** Writes a decision down, with what was seen. The withdrawal is locked, so nobody decides beside it. */
export async function insertDecision(
  trx: Trx,
  { id, tenantId, userId, round, version }: Withdrawal,
  {
    decision,
    reason,
    decidedBy,
    seen,
    now,
  }: {
    decision: Decision['decision']
    reason: string | null
    decidedBy: string
    seen: object
    now: Date
  },
): Promise<void> {
  await sql`
    INSERT INTO wallet.withdrawal_decision (
      tenant_id, withdrawal_id, owner_id, round, decision, decided_by, decided_at, version, seen, reason
    )
    VALUES (
      ${tenantId}, ${id}, ${userId}, ${round}, ${decision}, ${decidedBy}, ${now}, ${version},
      ${JSON.stringify(seen)}::jsonb, ${reason}
    )
  `.execute(trx)
}
