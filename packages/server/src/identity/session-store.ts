import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { SessionFacts } from './session-state.ts'

export interface SessionUser extends SessionFacts {
  readonly sessionId: string
  readonly userId: string
  readonly tenantId: number
  readonly tenant: string
  readonly mail: string
  readonly name: string
  readonly tier: 'standard' | 'premium'
  readonly version: number
  readonly roles: string[]
}

const sessionUser = sql`
  s.id AS "sessionId", u.id AS "userId", u.tenant_id AS "tenantId", t.code AS tenant, u.mail, u.name, u.tier, u.version,
  u.status AS "userStatus", s.revoked_at AS "revokedAt", s.ends_at AS "endsAt",
  ARRAY(SELECT r.role FROM wallet.user_role AS r WHERE r.user_id = u.id ORDER BY r.role) AS roles
`

/** The one read of every authenticated request: by primary keys, whatever the number of users. */
export async function findSession(
  db: Db | Trx,
  { sessionId, userId, tenant }: { sessionId: string; userId: string; tenant: string },
): Promise<SessionUser | undefined> {
  const { rows } = await sql<SessionUser>`
    SELECT ${sessionUser}
    FROM   wallet.session AS s
    JOIN   wallet.user    AS u ON u.id = s.user_id
    JOIN   wallet.tenant  AS t ON t.id = s.tenant_id
    WHERE  s.id = ${sessionId}
    AND    s.user_id = ${userId}
    AND    t.code = ${tenant}
  `.execute(db)
  return rows[0]
}

export interface NewSession {
  readonly userId: string
  readonly now: Date
  readonly endsAt: Date
  readonly clientIp: string
  readonly userAgent: string
  readonly tokenHash: Buffer
  readonly tokenExpiresAt: Date
}

/** Begins a login with its first refresh token, unless the user was disabled meanwhile. */
export async function insertSession(trx: Trx, session: NewSession): Promise<SessionUser | undefined> {
  const { userId, now, endsAt, clientIp, userAgent, tokenHash, tokenExpiresAt } = session
  const { rows } = await sql<SessionUser>`
    WITH s AS (
      INSERT INTO wallet.session (tenant_id, user_id, created_at, refreshed_at, ends_at, client_ip, user_agent)
      SELECT u.tenant_id, u.id, ${now}, ${now}, ${endsAt}, ${clientIp}::inet, ${userAgent}
      FROM   wallet.user AS u
      WHERE  u.id = ${userId}
      AND    u.status = 'active'
      RETURNING *
    ), first AS (
      INSERT INTO wallet.refresh_token (hash, tenant_id, session_id, issued_at, expires_at)
      SELECT ${tokenHash}::bytea, s.tenant_id, s.id, ${now}::timestamptz, ${tokenExpiresAt}::timestamptz
      FROM   s
    )
    SELECT ${sessionUser}
    FROM   s
    JOIN   wallet.user   AS u ON u.id = s.user_id
    JOIN   wallet.tenant AS t ON t.id = s.tenant_id
  `.execute(trx)
  return rows[0]
}

export interface Rotation {
  readonly hash: Buffer
  readonly childHash: Buffer
  readonly childNonce: Buffer
  readonly childExpiresAt: Date
  readonly now: Date
}

export interface Rotated extends SessionUser {
  readonly tokenExpiresAt: Date
}

/**
 * Uses a refresh token and stores the one that follows it, in one statement: of many that come at once with the same
 * token one gets a row, and the others wait for it and get none.
 */
export async function rotateRefreshToken(trx: Trx, rotation: Rotation): Promise<Rotated | undefined> {
  const { hash, childHash, childNonce, childExpiresAt, now } = rotation
  const { rows } = await sql<Rotated>`
    WITH used AS (
      UPDATE wallet.refresh_token AS parent
      SET    used_at = ${now}, child_nonce = ${childNonce}
      FROM   wallet.session AS s
      JOIN   wallet.user    AS u ON u.id = s.user_id
      WHERE  parent.hash = ${hash}
      AND    parent.used_at IS NULL
      AND    parent.expires_at > ${now}
      AND    s.id = parent.session_id
      AND    s.revoked_at IS NULL
      AND    s.ends_at > ${now}
      AND    u.status = 'active'
      RETURNING parent.tenant_id, parent.session_id
    ), prolonged AS (
      UPDATE wallet.session AS s
      SET    refreshed_at = greatest(s.refreshed_at, ${now})
      FROM   used
      WHERE  s.id = used.session_id
    ), child AS (
      INSERT INTO wallet.refresh_token (hash, tenant_id, session_id, issued_at, expires_at)
      SELECT ${childHash}::bytea, used.tenant_id, used.session_id, ${now}::timestamptz,
             least(${childExpiresAt}::timestamptz, s.ends_at)
      FROM   used
      JOIN   wallet.session AS s ON s.id = used.session_id
      RETURNING session_id, expires_at
    )
    SELECT ${sessionUser}, child.expires_at AS "tokenExpiresAt"
    FROM   child
    JOIN   wallet.session AS s ON s.id = child.session_id
    JOIN   wallet.user    AS u ON u.id = s.user_id
    JOIN   wallet.tenant  AS t ON t.id = s.tenant_id
  `.execute(trx)
  return rows[0]
}

export interface KnownRefreshToken extends SessionUser {
  readonly usedAt: Date | null
  readonly childNonce: Buffer | null
}

export async function findRefreshToken(trx: Trx, hash: Buffer): Promise<KnownRefreshToken | undefined> {
  const { rows } = await sql<KnownRefreshToken>`
    SELECT ${sessionUser}, token.used_at AS "usedAt", token.child_nonce AS "childNonce"
    FROM   wallet.refresh_token AS token
    JOIN   wallet.session       AS s ON s.id = token.session_id
    JOIN   wallet.user          AS u ON u.id = s.user_id
    JOIN   wallet.tenant        AS t ON t.id = s.tenant_id
    WHERE  token.hash = ${hash}
  `.execute(trx)
  return rows[0]
}

/** Which of these hashes is that of the login's unused token, if any is. */
export async function findUnusedToken(
  trx: Trx,
  { sessionId, hashes }: { sessionId: string; hashes: readonly Buffer[] },
): Promise<{ hash: Buffer; expiresAt: Date } | undefined> {
  const { rows } = await sql<{ hash: Buffer; expiresAt: Date }>`
    SELECT hash, expires_at AS "expiresAt"
    FROM   wallet.refresh_token
    WHERE  session_id = ${sessionId}
    AND    used_at IS NULL
    AND    hash = ANY (${[...hashes]}::bytea[])
  `.execute(trx)
  return rows[0]
}

export type RevocationReason =
  | 'logout'
  | 'ended_by_user'
  | 'token_reuse'
  | 'password_change'
  | 'password_reset'
  | 'totp_change'

/** Ends logins of one user: one of them, all, or all but one. Answers with how many were still going on. */
export async function revokeSessions(
  trx: Trx,
  {
    userId,
    only,
    except,
    reason,
    now,
  }: { userId: string; only?: string; except?: string; reason: RevocationReason; now: Date },
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.session
    SET    revoked_at = ${now}, revoked_for = ${reason}
    WHERE  user_id = ${userId}
    AND    revoked_at IS NULL
    AND    ends_at > ${now}
    AND    (${only ?? null}::uuid IS NULL OR id = ${only ?? null}::uuid)
    AND    (${except ?? null}::uuid IS NULL OR id <> ${except ?? null}::uuid)
  `.execute(trx)
  return Number(numAffectedRows)
}

export interface ListedSession {
  readonly id: string
  readonly createdAt: Date
  readonly refreshedAt: Date
  readonly endsAt: Date
  readonly clientIp: string
  readonly userAgent: string
}

/** The logins of a user that go on, the latest first, a hundred at most. */
export async function listSessions(
  db: Db,
  { userId, now }: { userId: string; now: Date },
): Promise<ListedSession[]> {
  const { rows } = await sql<ListedSession>`
    SELECT   s.id, s.created_at AS "createdAt", s.refreshed_at AS "refreshedAt",
             least(s.ends_at, token.expires_at) AS "endsAt",
             host(s.client_ip) AS "clientIp", s.user_agent AS "userAgent"
    FROM     wallet.session       AS s
    JOIN     wallet.refresh_token AS token ON token.session_id = s.id AND token.used_at IS NULL
    WHERE    s.user_id = ${userId}
    AND      s.revoked_at IS NULL
    AND      s.ends_at > ${now}
    AND      token.expires_at > ${now}
    ORDER BY s.created_at DESC, s.id
    LIMIT    100
  `.execute(db)
  return rows
}

/** Removes logins that are over since then, with their tokens and approvals. */
export async function forgetSessions(trx: Trx, before: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    DELETE FROM wallet.session
    WHERE  ends_at < ${before}
    OR     revoked_at < ${before}
  `.execute(trx)
  return Number(numAffectedRows)
}
