import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'

/** Whether a user has a second factor that counts. */
export async function isTotpConfirmed(db: Db | Trx, userId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1
    FROM   wallet.totp
    WHERE  user_id = ${userId}
    AND    confirmed_at IS NOT NULL
  `.execute(db)
  return rows.length > 0
}

/** Stores a new seed, in place of one that was never confirmed. A confirmed one stays: the answer is then no. */
export async function putSeed(
  trx: Trx,
  { userId, tenantId, sealedSeed, now }: { userId: string; tenantId: number; sealedSeed: Buffer; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO wallet.totp AS old (user_id, tenant_id, sealed_seed, enrolled_at)
    VALUES (${userId}, ${tenantId}, ${sealedSeed}, ${now})
    ON CONFLICT (user_id) DO UPDATE
    SET    sealed_seed = excluded.sealed_seed, enrolled_at = excluded.enrolled_at
    WHERE  old.confirmed_at IS NULL
  `.execute(trx)
  return numAffectedRows === 1n
}

export interface Attempt {
  readonly tenantId: number
  readonly sealedSeed: Buffer
  /** A bigint in the database; a step fits a number until the year 8 million. */
  readonly lastStep: number
}

/**
 * Counts a try, before the code is looked at, and locks the row: of codes that come at once one is looked at after the
 * other. Nothing comes back when there is no second factor of this kind, or five tries were wrong within a quarter of an
 * hour.
 */
export async function countAttempt(
  trx: Trx,
  { userId, isConfirmed, now }: { userId: string; isConfirmed: boolean; now: Date },
): Promise<Attempt | undefined> {
  const windowStart = new Date(now.getTime() - 15 * 60_000)
  const { rows } = await sql<{ tenantId: number; sealedSeed: Buffer; lastStep: string }>`
    UPDATE wallet.totp
    SET    failures = CASE WHEN failing_since > ${windowStart} THEN failures + 1 ELSE 1 END,
           failing_since = CASE WHEN failing_since > ${windowStart} THEN failing_since ELSE ${now}::timestamptz END
    WHERE  user_id = ${userId}
    AND    (confirmed_at IS NOT NULL) = ${isConfirmed}
    AND    (failures < 5 OR failing_since <= ${windowStart})
    RETURNING tenant_id AS "tenantId", sealed_seed AS "sealedSeed", last_step::text AS "lastStep"
  `.execute(trx)
  const attempt = rows[0]
  return attempt && { ...attempt, lastStep: Number(attempt.lastStep) }
}

/** Takes the code of a step: it never counts again, and the wrong ones before it are forgotten. */
export async function takeStep(
  trx: Trx,
  { userId, step, now }: { userId: string; step: number; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.totp
    SET    last_step = ${step}, failures = 0, failing_since = NULL, confirmed_at = coalesce(confirmed_at, ${now})
    WHERE  user_id = ${userId}
    AND    last_step < ${step}
  `.execute(trx)
  return numAffectedRows === 1n
}

export async function removeTotp(trx: Trx, userId: string): Promise<void> {
  await sql`
    DELETE FROM wallet.totp
    WHERE  user_id = ${userId}
  `.execute(trx)
  await sql`
    DELETE FROM wallet.recovery_code
    WHERE  user_id = ${userId}
  `.execute(trx)
}

/** Replaces all recovery codes of a user. */
export async function putRecoveryCodes(
  trx: Trx,
  { userId, tenantId, hashes }: { userId: string; tenantId: number; hashes: readonly Buffer[] },
): Promise<void> {
  await sql`
    DELETE FROM wallet.recovery_code
    WHERE  user_id = ${userId}
  `.execute(trx)
  await sql`
    INSERT INTO wallet.recovery_code (tenant_id, user_id, hash)
    SELECT ${tenantId}::integer, ${userId}::uuid, unnest(${[...hashes]}::bytea[])
  `.execute(trx)
}

/** Uses a recovery code. Of two that come at once with the same one, one succeeds. */
export async function takeRecoveryCode(
  trx: Trx,
  { userId, hash, now }: { userId: string; hash: Buffer; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.recovery_code
    SET    used_at = ${now}
    WHERE  user_id = ${userId}
    AND    hash = ${hash}
    AND    used_at IS NULL
  `.execute(trx)
  return numAffectedRows === 1n
}

/** Forgets the wrong tries of a user who has shown the second factor another way. */
export async function forgetFailures(trx: Trx, userId: string): Promise<void> {
  await sql`
    UPDATE wallet.totp
    SET    failures = 0, failing_since = NULL
    WHERE  user_id = ${userId}
  `.execute(trx)
}
