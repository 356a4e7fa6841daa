import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { GivenUpFor, Payout, Withdrawal } from './withdrawal.ts'

const columns = sql`
  id, withdrawal_id AS "withdrawalId", attempt, gateway, payout_id AS "payoutId", created_at AS "createdAt",
  execute_started_at AS "executeStartedAt", given_up_at AS "givenUpAt", gateway_status AS "gatewayStatus"
`

/** The attempts at a withdrawal, the oldest first. Whoever changes one holds the withdrawal or its lease. */
export async function findPayouts(db: Db | Trx, withdrawalId: string): Promise<Payout[]> {
  const { rows } = await sql<Payout>`
    SELECT   ${columns}
    FROM     wallet.payout
    WHERE    withdrawal_id = ${withdrawalId}
    ORDER BY attempt
  `.execute(db)
  return rows
}

export async function findPayoutOf(
  db: Db,
  { gateway, payoutId }: { gateway: string; payoutId: string },
): Promise<Payout | undefined> {
  const { rows } = await sql<Payout>`
    SELECT ${columns}
    FROM   wallet.payout
    WHERE  gateway = ${gateway}
    AND    payout_id = ${payoutId}
  `.execute(db)
  return rows[0]
}

/** Writes an attempt down before the gateway hears of it. A second open one is refused by the database. */
export async function insertPayout(
  trx: Trx,
  { id: withdrawalId, tenantId, gateway }: Withdrawal,
  { attempt, now }: { attempt: number; now: Date },
): Promise<Payout> {
  const { rows } = await sql<Payout>`
    INSERT INTO wallet.payout (tenant_id, withdrawal_id, attempt, gateway, created_at)
    VALUES (${tenantId}, ${withdrawalId}, ${attempt}, ${gateway}, ${now})
    RETURNING ${columns}
  `.execute(trx)
  const [payout] = rows
  if (payout === undefined) throw new Error('INSERT ... RETURNING gave no row back.')
  return payout
}

/** Writes down the gateway's id; the answer is no where the attempt was given up meanwhile. */
export async function keepPayoutId(trx: Trx, { id }: Payout, payoutId: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.payout
    SET    payout_id = ${payoutId}
    WHERE  id = ${id}
    AND    given_up_at IS NULL
    AND    (payout_id IS NULL OR payout_id = ${payoutId})
  `.execute(trx)
  return numAffectedRows === 1n
}

/**
 * Claims the one execution that a payout ever has. Whoever gets it executes, and nobody does so again, not even where
 * they die before the request has left: then only asking tells what became of it.
 */
export async function claimExecution(trx: Trx, { id }: Payout, now: Date): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.payout
    SET    execute_started_at = ${now}
    WHERE  id = ${id}
    AND    execute_started_at IS NULL
    AND    given_up_at IS NULL
    AND    payout_id IS NOT NULL
  `.execute(trx)
  return numAffectedRows === 1n
}

/**
 * Leaves an attempt that is known to have moved nothing; the answer is no where that is not so any more. Somebody who was
 * slow for longer than their lease must not give up what another has executed since: it would be paid twice.
 */
export async function giveUpPayout(
  trx: Trx,
  { id }: Payout,
  { why, now }: { why: GivenUpFor; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.payout
    SET    given_up_at = ${now}, given_up_for = ${why}
    WHERE  id = ${id}
    AND    given_up_at IS NULL
    AND    (execute_started_at IS NULL OR ${why} = 'not_executed')
    AND    (payout_id IS NULL OR ${why} IN ('too_late', 'not_executed'))
  `.execute(trx)
  return numAffectedRows === 1n
}

/** What the gateway has told of a payout, as far as it is kept. */
export interface PayoutWord {
  readonly gatewayStatus: string | null
  /** Whether it is the payout that we asked for. */
  readonly reconciled: boolean
  /** What the gateway has kept for it already, though it has not arrived. */
  readonly pendingFee: bigint
}

/** Writes down what the gateway told. That it was asked is no change to record. */
export async function notePayoutSync(
  trx: Trx,
  { id }: Payout,
  { gatewayStatus, reconciled, pendingFee }: PayoutWord,
  now: Date,
): Promise<void> {
  const fee = String(pendingFee)
  await sql`
    UPDATE wallet.payout
    SET    gateway_status = ${gatewayStatus}, reconciled = ${reconciled}, pending_fee = ${fee}
    WHERE  id = ${id}
    AND    (gateway_status, reconciled, pending_fee)
           IS DISTINCT FROM (${gatewayStatus}, ${reconciled}::boolean, ${fee}::numeric)
  `.execute(trx)
  await sql`
    UPDATE wallet.payout
    SET    last_synced_at = ${now}
    WHERE  id = ${id}
  `.execute(trx)
}

/** The sealed destination of a withdrawal, for the payout alone. */
export async function readSealedDestination(db: Db, withdrawalId: string): Promise<Buffer> {
  const { rows } = await sql<{ sealed: Buffer }>`
    SELECT sealed_destination AS sealed
    FROM   wallet.withdrawal
    WHERE  id = ${withdrawalId}
  `.execute(db)
  const [row] = rows
  if (row === undefined)
    throw new Error(`Withdrawal ${withdrawalId} is gone, though withdrawals are never removed.`)
  return row.sealed
}

/** A payout that the gateway can be asked for. */
export interface KnownPayout {
  readonly id: string
  readonly gateway: string
  readonly payoutId: string
}

/** Those of withdrawals whose end nobody knows yet, in the order of their ids, behind the one that is given. */
export async function findUnsurePayouts(
  db: Db,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<KnownPayout[]> {
  const { rows } = await sql<KnownPayout>`
    SELECT   payout.id, payout.gateway, payout.payout_id AS "payoutId"
    FROM     wallet.payout
    JOIN     wallet.withdrawal ON withdrawal.id = payout.withdrawal_id
    WHERE    withdrawal.status = 'sending'
    AND      payout.payout_id IS NOT NULL
    AND      (${after ?? null}::uuid IS NULL OR payout.id > ${after ?? null}::uuid)
    ORDER BY payout.id
    LIMIT    ${limit}
  `.execute(db)
  return rows
}

/**
 * Whatever they came to, those of which the gateway was not asked for a while, the longest unasked first: what failed may
 * have arrived since, and what arrived may have come back.
 */
export async function findUnaskedPayouts(
  db: Db,
  { createdAfter, askedBefore, limit }: { createdAfter: Date; askedBefore: Date; limit: number },
): Promise<KnownPayout[]> {
  const { rows } = await sql<KnownPayout>`
    SELECT   id, gateway, payout_id AS "payoutId"
    FROM     wallet.payout
    WHERE    payout_id IS NOT NULL
    AND      coalesce(last_synced_at, created_at) <= ${askedBefore}
    AND      created_at > ${createdAfter}
    ORDER BY coalesce(last_synced_at, created_at)
    LIMIT    ${limit}
  `.execute(db)
  return rows
}

/** What a gateway has kept, by its own word, for payouts that are on their way, by currency. */
export async function sumPendingFees(db: Db, gateway: string): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await sql<{ currency: string; sum: string }>`
    SELECT   withdrawal.currency, sum(payout.pending_fee)::text AS sum
    FROM     wallet.payout
    JOIN     wallet.withdrawal ON withdrawal.id = payout.withdrawal_id
    WHERE    payout.gateway = ${gateway}
    AND      payout.pending_fee > 0
    GROUP BY withdrawal.currency
  `.execute(db)
  return new Map(rows.map(({ currency, sum }) => [currency, BigInt(sum)]))
}
