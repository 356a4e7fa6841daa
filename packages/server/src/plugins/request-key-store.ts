import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { KeyedRequest } from './idempotency-key.ts'

/** What is remembered of a key. */
export interface RememberedKey {
  readonly fingerprint: Buffer
  readonly factId: string | null
  readonly leasedUntil: Date | null
  readonly status: number | null
  readonly body: string | null
}

/**
 * Waits for nobody: whether somebody else has the same key in hand at this moment is told at once. The lock ends with
 * the transaction. Two keys with the same hash are rare and cost one of them a repeat.
 */
export async function lockKey(trx: Trx, { userId, route, key }: KeyedRequest): Promise<boolean> {
  const { rows } = await sql<{ isMine: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${userId} ${route} ${key}`}, 20)) AS "isMine"
  `.execute(trx)
  return rows[0]?.isMine === true
}

export async function findKey(
  trx: Trx,
  { userId, route, key }: KeyedRequest,
): Promise<RememberedKey | undefined> {
  const { rows } = await sql<RememberedKey>`
    SELECT fingerprint, fact_id AS "factId", leased_until AS "leasedUntil", status, body
    FROM   wallet.request_key
    WHERE  user_id = ${userId}
    AND    route = ${route}
    AND    key = ${key}
  `.execute(trx)
  return rows[0]
}

/** Remembers that a request has begun something that is not over, and that nobody else is to go on with it yet. */
export async function leaseKey(
  trx: Trx,
  request: KeyedRequest,
  { factId, now, leasedUntil }: { factId: string; now: Date; leasedUntil: Date },
): Promise<void> {
  const { tenantId, userId, route, key, fingerprint } = request
  await sql`
    INSERT INTO wallet.request_key (tenant_id, user_id, route, key, fingerprint, created_at, fact_id, leased_until)
    VALUES (${tenantId}, ${userId}, ${route}, ${key}, ${fingerprint}, ${now}, ${factId}, ${leasedUntil})
    ON CONFLICT ON CONSTRAINT request_key_pkey DO UPDATE
    SET leased_until = excluded.leased_until
  `.execute(trx)
}

/** Gives the lease back: a repeat may go on at once. */
export async function endLease(db: Db, { userId, route, key }: KeyedRequest, now: Date): Promise<void> {
  await sql`
    UPDATE wallet.request_key
    SET    leased_until = ${now}
    WHERE  user_id = ${userId}
    AND    route = ${route}
    AND    key = ${key}
    AND    status IS NULL
  `.execute(db)
}

/** Remembers the answer. The first stays. */
export async function rememberAnswer(
  trx: Trx,
  request: KeyedRequest,
  { status, body, now }: { status: number; body: string; now: Date },
): Promise<void> {
  const { tenantId, userId, route, key, fingerprint } = request
  await sql`
    INSERT INTO wallet.request_key AS known (tenant_id, user_id, route, key, fingerprint, created_at, status, body)
    VALUES (${tenantId}, ${userId}, ${route}, ${key}, ${fingerprint}, ${now}, ${status}, ${body})
    ON CONFLICT ON CONSTRAINT request_key_pkey DO UPDATE
    SET   status = excluded.status, body = excluded.body
    WHERE known.status IS NULL
  `.execute(trx)
}

/** Removes answers that nobody repeats any more. What they told of is kept; its own uniqueness still holds. */
export async function forgetKeys(db: Db, before: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    DELETE FROM wallet.request_key
    WHERE  created_at < ${before}
  `.execute(db)
  return Number(numAffectedRows)
}
