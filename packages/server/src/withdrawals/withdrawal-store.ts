import { type Money, money } from '@evenkeel/ledger'
import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { Withdrawal, WithdrawalStatus } from './withdrawal.ts'

export interface NewWithdrawal
  extends Pick<
    Withdrawal,
    | 'id'
    | 'tenantId'
    | 'userId'
    | 'amount'
    | 'fee'
    | 'status'
    | 'flags'
    | 'approvalsNeeded'
    | 'holdId'
    | 'gateway'
    | 'bankName'
    | 'holder'
    | 'lastFour'
    | 'clientIp'
    | 'createdAt'
  > {
  readonly sealedDestination: Buffer
  readonly destinationMark: Buffer
  /** What staff may look for. */
  readonly search: readonly string[]
  readonly askAt: Date | null
}

export async function insertWithdrawal(trx: Trx, withdrawal: NewWithdrawal): Promise<void> {
  const { amount, fee, flags, ...row } = withdrawal
  await sql`
    INSERT INTO wallet.withdrawal (
      id, tenant_id, user_id, currency, amount, fee, status, flags, approvals_needed, hold_id, gateway, bank_name,
      holder, last_four, sealed_destination, destination_mark, search, client_ip, ask_at, created_at
    )
    VALUES (
      ${row.id}, ${row.tenantId}, ${row.userId}, ${amount.currency}, ${String(amount.amount)}, ${String(fee.amount)},
      ${row.status}, ${[...flags]}, ${row.approvalsNeeded}, ${row.holdId}, ${row.gateway}, ${row.bankName},
      ${row.holder}, ${row.lastFour}, ${row.sealedDestination}, ${row.destinationMark},
      array_to_tsvector(${[...row.search]}), ${row.clientIp}, ${row.askAt}, ${row.createdAt}
    )
  `.execute(trx)
}

const selected = sql`
  SELECT withdrawal.id, withdrawal.tenant_id AS "tenantId", tenant.code AS tenant, withdrawal.user_id AS "userId",
         owner.mail AS "userMail", owner.name AS "userName", withdrawal.currency, withdrawal.amount::text AS amount,
         withdrawal.fee::text AS fee, withdrawal.status, withdrawal.flags,
         withdrawal.approvals_needed AS "approvalsNeeded", withdrawal.round, withdrawal.hold_id AS "holdId",
         withdrawal.gateway, withdrawal.bank_name AS "bankName", withdrawal.holder, withdrawal.last_four AS "lastFour",
         host(withdrawal.client_ip) AS "clientIp", withdrawal.reason, withdrawal.gateway_fee::text AS "gatewayFee",
         withdrawal.paid_journal AS "paidJournal", withdrawal.fee_journal AS "feeJournal", withdrawal.version,
         withdrawal.created_at AS "createdAt", withdrawal.ended_at AS "endedAt"
  FROM   wallet.withdrawal
  JOIN   wallet.tenant ON tenant.id = withdrawal.tenant_id
  JOIN   wallet.user AS owner ON owner.id = withdrawal.user_id
`

export async function findWithdrawal(db: Db | Trx, id: string): Promise<Withdrawal | undefined> {
  const { rows } = await sql<WithdrawalRow>`
    ${selected}
    WHERE withdrawal.id = ${id}
  `.execute(db)
  return rows[0] && toWithdrawal(rows[0])
}

/** One that is known to be there: they are never removed. */
export async function readWithdrawal(db: Db | Trx, id: string): Promise<Withdrawal> {
  return present(await findWithdrawal(db, id), id)
}

/**
 * Locks a withdrawal for the rest of the transaction. It is always the first row that is locked, before its payouts and
 * the ledger's accounts: whoever decides about it or learns what became of it waits here, and nobody waits in a circle.
 */
export async function lockWithdrawal(trx: Trx, id: string): Promise<Withdrawal> {
  return present(await findWithdrawalToLock(trx, id), id)
}

/** The same for an id that somebody typed. */
export async function findWithdrawalToLock(trx: Trx, id: string): Promise<Withdrawal | undefined> {
  const { rows } = await sql<WithdrawalRow>`
    ${selected}
    WHERE withdrawal.id = ${id}
    FOR UPDATE OF withdrawal
  `.execute(trx)
  return rows[0] && toWithdrawal(rows[0])
}

/** What changes of a withdrawal. What is not named stays. */
export interface WithdrawalChange {
  readonly status?: WithdrawalStatus
  readonly flags?: Withdrawal['flags']
  readonly round?: number
  readonly reason?: string | null
  readonly gatewayFee?: Money
  readonly paidJournal?: string
  readonly feeJournal?: string | null
  readonly endedAt?: Date
}

/** Changes a withdrawal that is locked. `askAt` says when the gateway is asked next, where that changes. */
export async function changeWithdrawal(
  trx: Trx,
  withdrawal: Withdrawal,
  change: WithdrawalChange,
  { askAt }: { askAt?: Date | null } = {},
): Promise<Withdrawal> {
  const next: Withdrawal = { ...withdrawal, ...change, version: withdrawal.version + 1 }
  await sql`
    UPDATE wallet.withdrawal
    SET    status = ${next.status},
           flags = ${[...next.flags]},
           round = ${next.round},
           reason = ${next.reason},
           gateway_fee = ${next.gatewayFee === null ? null : String(next.gatewayFee.amount)},
           paid_journal = ${next.paidJournal},
           fee_journal = ${next.feeJournal},
           ended_at = ${next.endedAt},
           version = ${next.version}
           ${askAt === undefined ? sql`` : sql`, ask_at = ${askAt}, asks = 0`}
    WHERE  id = ${withdrawal.id}
  `.execute(trx)
  return next
}

/** Takes a withdrawal in hand, unless somebody else has it. The lease ends by itself where its holder dies. */
export async function leaseWithdrawal(
  trx: Trx,
  id: string,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.withdrawal
    SET    leased_until = ${until}
    WHERE  id = ${id}
    AND    (leased_until IS NULL OR leased_until <= ${now})
  `.execute(trx)
  return numAffectedRows === 1n
}

export async function endWithdrawalLease(db: Db | Trx, id: string): Promise<void> {
  await sql`
    UPDATE wallet.withdrawal
    SET    leased_until = NULL
    WHERE  id = ${id}
  `.execute(db)
}

export interface DueWithdrawal {
  readonly id: string
  readonly tenantId: number
  readonly userId: string
  /** How often it was asked for by the clock, this time included. */
  readonly asks: number
  readonly hasEnded: boolean
}

/** Withdrawals to ask the gateway about now, each moved to its next time; those that somebody has locked are passed over. */
export async function takeDueWithdrawals(
  trx: Trx,
  { now, limit, delaysMs }: { now: Date; limit: number; delaysMs: readonly number[] },
): Promise<DueWithdrawal[]> {
  const nextAt = delaysMs.map((delayMs) => new Date(now.getTime() + delayMs))
  const { rows } = await sql<DueWithdrawal>`
    WITH due AS (
      SELECT   id
      FROM     wallet.withdrawal
      WHERE    ask_at <= ${now}
      ORDER BY ask_at, id
      LIMIT    ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE wallet.withdrawal AS withdrawal
    SET    asks = withdrawal.asks + 1,
           ask_at = CASE
             -- What has ended is looked at once more each day for a week: it may still arrive, or come back.
             WHEN withdrawal.ended_at IS NULL THEN (${nextAt}::timestamptz[])[least(withdrawal.asks + 2, ${nextAt.length})]
             WHEN withdrawal.asks < 6         THEN ${new Date(now.getTime() + dayMs)}::timestamptz
           END
    FROM   due
    WHERE  withdrawal.id = due.id
    RETURNING withdrawal.id, withdrawal.tenant_id AS "tenantId", withdrawal.user_id AS "userId", withdrawal.asks,
              withdrawal.ended_at IS NOT NULL AS "hasEnded"
  `.execute(trx)
  return rows
}

const dayMs = 86_400_000

function present(withdrawal: Withdrawal | undefined, id: string): Withdrawal {
  if (withdrawal === undefined) {
    throw new Error(`Withdrawal ${id} is gone, though withdrawals are never removed.`)
  }
  return withdrawal
}

interface WithdrawalRow extends Omit<Withdrawal, 'amount' | 'fee' | 'gatewayFee'> {
  readonly currency: string
  readonly amount: string
  readonly fee: string
  readonly gatewayFee: string | null
}

function toWithdrawal({ currency, ...row }: WithdrawalRow): Withdrawal {
  const of = (amount: string): Money => money(BigInt(amount), currency)
  return {
    ...row,
    amount: of(row.amount),
    fee: of(row.fee),
    gatewayFee: row.gatewayFee === null ? null : of(row.gatewayFee),
  }
}
