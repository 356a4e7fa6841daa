import type { Money } from '@evenkeel/ledger'
import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { Deposit, Refund } from './deposit.ts'

export interface NewRefund {
  readonly id: string
  readonly kind: Refund['kind']
  readonly amount: Money
  readonly penalty: Money
  readonly holdId: string | null
  readonly reason: string | null
  readonly requestedBy: string | null
}

/** Writes a refund that staff ask for, or a charge-back that has happened. */
export async function insertRefund(
  trx: Trx,
  { id: depositId, tenantId }: Deposit,
  refund: NewRefund,
  now: Date,
): Promise<void> {
  const { id, kind, amount, penalty, holdId, reason, requestedBy } = refund
  const isOver = kind === 'charge_back'
  await sql`
    INSERT INTO wallet.refund (
      id, tenant_id, deposit_id, kind, amount, penalty, status, hold_id, reason, requested_by, created_at, ended_at
    )
    VALUES (
      ${id}, ${tenantId}, ${depositId}, ${kind}, ${String(amount.amount)}, ${String(penalty.amount)},
      ${isOver ? 'completed' : 'requested'}, ${holdId}, ${reason}, ${requestedBy}, ${now}, ${isOver ? now : null}
    )
  `.execute(trx)
}

export async function endRefund(
  trx: Trx,
  { id, status, now }: { id: string; status: 'completed' | 'failed'; now: Date },
): Promise<void> {
  await sql`
    UPDATE wallet.refund
    SET    status = ${status}, ended_at = ${now}
    WHERE  id = ${id}
  `.execute(trx)
}

/** Takes the one chance to send a refund; answers with nothing to whoever comes second. */
export async function takeSending(
  db: Db,
  { id, now }: { id: string; now: Date },
): Promise<{ depositId: string } | undefined> {
  const { rows } = await sql<{ depositId: string }>`
    UPDATE wallet.refund
    SET    sent_at = ${now}
    WHERE  id = ${id}
    AND    sent_at IS NULL
    AND    status = 'requested'
    RETURNING deposit_id AS "depositId"
  `.execute(db)
  return rows[0]
}

/** Gives the chance back, where the request is known not to have been acted on. */
export async function returnSending(db: Db, id: string): Promise<void> {
  await sql`
    UPDATE wallet.refund
    SET    sent_at = NULL
    WHERE  id = ${id}
    AND    status = 'requested'
  `.execute(db)
}

export async function findDepositOfRefund(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ depositId: string }>`
    SELECT deposit_id AS "depositId"
    FROM   wallet.refund
    WHERE  id = ${id}
  `.execute(db)
  return rows[0]?.depositId
}
