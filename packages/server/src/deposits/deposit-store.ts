import { type Money, money } from '@evenkeel/ledger'
import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { Deposit, DepositStatus, Refund } from './deposit.ts'

export interface NewDeposit {
  readonly tenantId: number
  readonly userId: string
  readonly amount: Money
  readonly capture: Deposit['capture']
  readonly gateway: string
}

export async function insertDeposit(trx: Trx, deposit: NewDeposit, now: Date): Promise<string> {
  const { tenantId, userId, amount, capture, gateway } = deposit
  const { rows } = await sql<{ id: string }>`
    INSERT INTO wallet.deposit (tenant_id, user_id, currency, amount, capture, gateway, created_at)
    VALUES (${tenantId}, ${userId}, ${amount.currency}, ${String(amount.amount)}, ${capture}, ${gateway}, ${now})
    RETURNING id
  `.execute(trx)
  const [row] = rows
  if (row === undefined) throw new Error('INSERT ... RETURNING gave no row back.')
  return row.id
}

const columns = sql`
  deposit.id, deposit.tenant_id AS "tenantId", tenant.code AS tenant, deposit.user_id AS "userId",
  owner.mail AS "userMail", owner.name AS "userName", deposit.currency, deposit.amount::text AS amount,
  deposit.capture, deposit.capture_amount::text AS "captureAmount", deposit.gateway, deposit.attempt,
  deposit.purchase_id AS "purchaseId", deposit.checkout_url AS "checkoutUrl", deposit.status,
  deposit.gateway_status AS "gatewayStatus", deposit.credited::text AS credited, deposit.fee::text AS fee,
  deposit.returned::text AS returned, deposit.reconciled, deposit.version, deposit.created_at AS "createdAt",
  deposit.credited_at AS "creditedAt", deposit.last_synced_at AS "lastSyncedAt"
`

export async function findDeposit(db: Db | Trx, id: string): Promise<Deposit | undefined> {
  const { rows } = await sql<DepositRow>`
    SELECT ${columns}
    FROM   wallet.deposit
    JOIN   wallet.tenant ON tenant.id = deposit.tenant_id
    JOIN   wallet.user AS owner ON owner.id = deposit.user_id
    WHERE  deposit.id = ${id}
  `.execute(db)
  return rows[0] && toDeposit(rows[0])
}

/** A deposit that is known to be there: they are never removed. */
export async function readDeposit(db: Db | Trx, id: string): Promise<Deposit> {
  return present(await findDeposit(db, id), id)
}

/**
 * Locks a deposit for the rest of the transaction. It is always the first row that is locked, before the ledger's
 * accounts: whoever changes a deposit or its refunds waits here, and nobody waits in a circle.
 */
export async function lockDeposit(trx: Trx, id: string): Promise<Deposit> {
  return present(await findDepositToLock(trx, id), id)
}

/** The same for an id that somebody typed. */
export async function findDepositToLock(trx: Trx, id: string): Promise<Deposit | undefined> {
  const { rows } = await sql<DepositRow>`
    SELECT ${columns}
    FROM   wallet.deposit
    JOIN   wallet.tenant ON tenant.id = deposit.tenant_id
    JOIN   wallet.user AS owner ON owner.id = deposit.user_id
    WHERE  deposit.id = ${id}
    FOR UPDATE OF deposit
  `.execute(trx)
  return rows[0] && toDeposit(rows[0])
}

export async function findDepositIdOf(
  db: Db,
  { gateway, purchaseId }: { gateway: string; purchaseId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id
    FROM   wallet.deposit
    WHERE  gateway = ${gateway}
    AND    purchase_id = ${purchaseId}
  `.execute(db)
  return rows[0]?.id
}

/** Counts an attempt before the gateway is asked; nothing where a purchase is there already. */
export async function beginAttempt(db: Db, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ attempt: number }>`
    UPDATE wallet.deposit
    SET    attempt = attempt + 1, version = version + 1
    WHERE  id = ${id}
    AND    purchase_id IS NULL
    AND    status = 'created'
    RETURNING attempt
  `.execute(db)
  return rows[0]?.attempt
}

/** What changes of a deposit. What is not named stays. */
export interface DepositChange {
  readonly status?: DepositStatus
  readonly purchaseId?: string
  readonly checkoutUrl?: string | undefined
  readonly captureAmount?: Money | null
  readonly credited?: Money
  readonly fee?: Money
  readonly creditedAt?: Date
  readonly returned?: Money
}

/** Changes a deposit that is locked. */
export async function changeDeposit(trx: Trx, deposit: Deposit, change: DepositChange): Promise<Deposit> {
  const next: Deposit = {
    ...deposit,
    ...change,
    checkoutUrl: change.checkoutUrl ?? deposit.checkoutUrl,
    version: deposit.version + 1,
  }
  await sql`
    UPDATE wallet.deposit
    SET    status = ${next.status},
           purchase_id = ${next.purchaseId},
           checkout_url = ${next.checkoutUrl},
           capture_amount = ${textOf(next.captureAmount)},
           credited = ${textOf(next.credited)},
           fee = ${textOf(next.fee)},
           credited_at = ${next.creditedAt},
           returned = ${textOf(next.returned)},
           version = ${next.version}
    WHERE  id = ${deposit.id}
  `.execute(trx)
  return next
}

/** Writes down what the gateway calls it, and whether both sides agree. No change that a comparison has to know of. */
export async function noteSync(
  trx: Trx,
  {
    id,
    gatewayStatus,
    reconciled,
    now,
  }: { id: string; gatewayStatus: string; reconciled: boolean; now: Date },
): Promise<void> {
  await sql`
    UPDATE wallet.deposit
    SET    gateway_status = ${gatewayStatus}, reconciled = ${reconciled}, last_synced_at = ${now}
    WHERE  id = ${id}
  `.execute(trx)
}

/** Deposits of which the gateway has to be asked: those that wait for something, the longest unasked first. */
export async function findUnsureDeposits(
  db: Db,
  { askedBefore, limit }: { askedBefore: Date; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT   id
    FROM     wallet.deposit
    WHERE    (status IN ('created', 'awaiting_payment', 'authorized') OR NOT reconciled)
    AND      (last_synced_at IS NULL OR last_synced_at < ${askedBefore})
    AND      created_at < ${askedBefore}
    ORDER BY last_synced_at NULLS FIRST
    LIMIT    ${limit}
  `.execute(db)
  return rows.map(({ id }) => id)
}

function present(deposit: Deposit | undefined, id: string): Deposit {
  if (deposit === undefined) throw new Error(`Deposit ${id} is gone, though deposits are never removed.`)
  return deposit
}

interface DepositRow extends Omit<Deposit, 'amount' | 'captureAmount' | 'credited' | 'fee' | 'returned'> {
  readonly currency: string
  readonly amount: string
  readonly captureAmount: string | null
  readonly credited: string | null
  readonly fee: string | null
  readonly returned: string
}

function toDeposit({ currency, ...row }: DepositRow): Deposit {
  const of = (amount: string | null): Money | null =>
    amount === null ? null : money(BigInt(amount), currency)
  return {
    ...row,
    amount: money(BigInt(row.amount), currency),
    captureAmount: of(row.captureAmount),
    credited: of(row.credited),
    fee: of(row.fee),
    returned: money(BigInt(row.returned), currency),
  }
}

function textOf(value: Money | null): string | null {
  return value === null ? null : String(value.amount)
}

/** The refunds of a deposit, the oldest first. Locked with it: whoever writes one holds the deposit. */
export async function findRefunds(db: Db | Trx, { id, amount }: Deposit): Promise<Refund[]> {
  const { rows } = await sql<RefundRow>`
    SELECT   id, kind, amount::text AS amount, penalty::text AS penalty, status, hold_id AS "holdId", reason,
             created_at AS "createdAt", sent_at AS "sentAt", ended_at AS "endedAt"
    FROM     wallet.refund
    WHERE    deposit_id = ${id}
    ORDER BY created_at, id
  `.execute(db)
  return rows.map((row) => ({
    ...row,
    amount: money(BigInt(row.amount), amount.currency),
    penalty: money(BigInt(row.penalty), amount.currency),
  }))
}

interface RefundRow extends Omit<Refund, 'amount' | 'penalty'> {
  readonly amount: string
  readonly penalty: string
}
