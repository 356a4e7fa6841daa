import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'

export interface IssuedToken {
  readonly hash: Buffer
  readonly now: Date
  readonly expiresAt: Date
}

/** Stores a reset token, and makes older ones void: only the newest mail works. */
export async function insertPasswordReset(
  trx: Trx,
  { userId, tenantId, hash, now, expiresAt }: IssuedToken & { userId: string; tenantId: number },
): Promise<void> {
  await sql`
    UPDATE wallet.password_reset
    SET    used_at = ${now}
    WHERE  user_id = ${userId}
    AND    used_at IS NULL
  `.execute(trx)
  await sql`
    INSERT INTO wallet.password_reset (hash, tenant_id, user_id, issued_at, expires_at)
    VALUES (${hash}, ${tenantId}, ${userId}, ${now}, ${expiresAt})
  `.execute(trx)
}

/** Uses a reset token. Of two that come at once with the same one, one gets the user. */
export async function usePasswordReset(
  trx: Trx,
  { hash, now }: { hash: Buffer; now: Date },
): Promise<{ userId: string; tenantId: number; mail: string } | undefined> {
  const { rows } = await sql<{ userId: string; tenantId: number; mail: string }>`
    UPDATE wallet.password_reset AS reset
    SET    used_at = ${now}
    FROM   wallet.user AS u
    WHERE  reset.hash = ${hash}
    AND    reset.used_at IS NULL
    AND    reset.expires_at > ${now}
    AND    u.id = reset.user_id
    AND    u.status = 'active'
    RETURNING u.id AS "userId", u.tenant_id AS "tenantId", u.mail
  `.execute(trx)
  return rows[0]
}

/** Stores a registration, and makes older ones of the address void: only the newest mail works. */
export async function insertRegistration(
  trx: Trx,
  {
    tenantId,
    mail,
    name,
    hash,
    now,
    expiresAt,
  }: IssuedToken & { tenantId: number; mail: string; name: string },
): Promise<void> {
  await sql`
    UPDATE wallet.registration
    SET    used_at = ${now}
    WHERE  tenant_id = ${tenantId}
    AND    mail = ${mail}
    AND    used_at IS NULL
  `.execute(trx)
  await sql`
    INSERT INTO wallet.registration (hash, tenant_id, mail, name, issued_at, expires_at)
    VALUES (${hash}, ${tenantId}, ${mail}, ${name}, ${now}, ${expiresAt})
  `.execute(trx)
}

export async function useRegistration(
  trx: Trx,
  { hash, now }: { hash: Buffer; now: Date },
): Promise<{ tenantId: number; mail: string; name: string } | undefined> {
  const { rows } = await sql<{ tenantId: number; mail: string; name: string }>`
    UPDATE wallet.registration
    SET    used_at = ${now}
    WHERE  hash = ${hash}
    AND    used_at IS NULL
    AND    expires_at > ${now}
    RETURNING tenant_id AS "tenantId", mail, name
  `.execute(trx)
  return rows[0]
}

/** Whose token this is while it can be used: asked before a password is hashed, so that nonsense costs nothing. */
export async function findMailToken(
  db: Db,
  { hash, now }: { hash: Buffer; now: Date },
): Promise<{ mail: string; name: string } | undefined> {
  const { rows } = await sql<{ mail: string; name: string }>`
    SELECT u.mail, u.name
    FROM   wallet.password_reset AS reset
    JOIN   wallet.user           AS u ON u.id = reset.user_id
    WHERE  reset.hash = ${hash}
    AND    reset.used_at IS NULL
    AND    reset.expires_at > ${now}
    UNION  ALL
    SELECT mail, name
    FROM   wallet.registration
    WHERE  hash = ${hash}
    AND    used_at IS NULL
    AND    expires_at > ${now}
  `.execute(db)
  return rows[0]
}

/** Removes tokens of mails that expired before then. */
export async function forgetMailTokens(trx: Trx, before: Date): Promise<number> {
  const resets = await sql`
    DELETE FROM wallet.password_reset
    WHERE  expires_at < ${before}
  `.execute(trx)
  const registrations = await sql`
    DELETE FROM wallet.registration
    WHERE  expires_at < ${before}
  `.execute(trx)
  return Number(resets.numAffectedRows ?? 0n) + Number(registrations.numAffectedRows ?? 0n)
}
