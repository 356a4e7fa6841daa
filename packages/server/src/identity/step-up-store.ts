import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'

/** Which act, of whom, in which login. */
export interface StepUpSubject {
  readonly userId: string
  readonly sessionId: string
  readonly purpose: string
  readonly payloadHash: Buffer
}

export async function insertStepUp(
  trx: Trx,
  {
    tenantId,
    userId,
    sessionId,
    purpose,
    payloadHash,
    now,
    expiresAt,
  }: StepUpSubject & { tenantId: number; now: Date; expiresAt: Date },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO wallet.step_up (tenant_id, user_id, session_id, purpose, payload_hash, issued_at, expires_at)
    VALUES (${tenantId}, ${userId}, ${sessionId}, ${purpose}, ${payloadHash}, ${now}, ${expiresAt})
    RETURNING id
  `.execute(trx)
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL inserted a row and returned none.')
  return row.id
}

/** Counts a try at one approval, before the code is looked at; nothing comes back when there is none to try. */
export async function countStepUpTry(
  trx: Trx,
  { id, userId, sessionId, now }: { id: string; userId: string; sessionId: string; now: Date },
): Promise<{ triesLeft: number } | undefined> {
  const { rows } = await sql<{ triesLeft: number }>`
    UPDATE wallet.step_up
    SET    tries = tries + 1
    WHERE  id = ${id}
    AND    user_id = ${userId}
    AND    session_id = ${sessionId}
    AND    passed_at IS NULL
    AND    expires_at > ${now}
    AND    tries < 5
    RETURNING 5 - tries AS "triesLeft"
  `.execute(trx)
  return rows[0]
}

export async function passStepUp(trx: Trx, { id, now }: { id: string; now: Date }): Promise<void> {
  await sql`
    UPDATE wallet.step_up
    SET    passed_at = ${now}
    WHERE  id = ${id}
  `.execute(trx)
}

/** Uses an approval, in the transaction of the act. Of two acts that come at once with one, one may go on. */
export async function useStepUp(
  trx: Trx,
  { id, userId, sessionId, purpose, payloadHash, now }: StepUpSubject & { id: string; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.step_up
    SET    used_at = ${now}
    WHERE  id = ${id}
    AND    user_id = ${userId}
    AND    session_id = ${sessionId}
    AND    purpose = ${purpose}
    AND    payload_hash = ${payloadHash}
    AND    passed_at IS NOT NULL
    AND    used_at IS NULL
    AND    expires_at > ${now}
  `.execute(trx)
  return numAffectedRows === 1n
}

/** Removes approvals that expired before then. */
export async function forgetStepUps(trx: Trx, before: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    DELETE FROM wallet.step_up
    WHERE  expires_at < ${before}
  `.execute(trx)
  return Number(numAffectedRows)
}
