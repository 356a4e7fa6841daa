import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'

export interface StoredPassword {
  readonly userId: string
  readonly status: 'active' | 'disabled'
  /** Null for a user of another identity back end. */
  readonly hash: string | null
}

export async function findPasswordByMail(
  db: Db,
  { tenantId, mail }: { tenantId: number; mail: string },
): Promise<StoredPassword | undefined> {
  const { rows } = await sql<StoredPassword>`
    SELECT u.id AS "userId", u.status, p.hash
    FROM   wallet.user AS u
    LEFT   JOIN wallet.password AS p ON p.user_id = u.id
    WHERE  u.tenant_id = ${tenantId}
    AND    u.mail = ${mail}
  `.execute(db)
  return rows[0]
}

export async function findPasswordByUser(
  db: Db,
  userId: string,
): Promise<{ hash: string; changedAt: Date } | undefined> {
  const { rows } = await sql<{ hash: string; changedAt: Date }>`
    SELECT hash, changed_at AS "changedAt"
    FROM   wallet.password
    WHERE  user_id = ${userId}
  `.execute(db)
  return rows[0]
}

export interface NewPassword {
  readonly userId: string
  readonly hash: string
  readonly now: Date
  /** The hash it may replace; without it any. Somebody else's change in between is then not undone. */
  readonly replacing?: string
}

/** Sets a password. The answer is whether it did. */
export async function putPassword(trx: Trx, { userId, hash, now, replacing }: NewPassword): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO wallet.password AS old (user_id, tenant_id, hash, changed_at)
    SELECT id, tenant_id, ${hash}, ${now}
    FROM   wallet.user
    WHERE  id = ${userId}
    ON CONFLICT (user_id) DO UPDATE
    SET    hash = excluded.hash, changed_at = excluded.changed_at
    WHERE  ${replacing ?? null}::text IS NULL
    OR     old.hash = ${replacing ?? null}::text
  `.execute(trx)
  return numAffectedRows === 1n
}

/** Replaces a hash by one of the same password under newer parameters; `changed_at` stays. */
export async function strengthenHash(
  trx: Trx,
  { userId, from, to }: { userId: string; from: string; to: string },
): Promise<void> {
  await sql`
    UPDATE wallet.password
    SET    hash = ${to}
    WHERE  user_id = ${userId}
    AND    hash = ${from}
  `.execute(trx)
}
