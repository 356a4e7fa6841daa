import { openDestination } from '../bank-accounts/destination.ts'
import { inTransaction } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import type { Gateway } from '../gateways/gateway.ts'
import type { GatewayPayout } from '../gateways/payout-gateway.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import { moveTransaction } from '../transactions/transactions.ts'
import { comparePayout } from './compare-payout.ts'
import { gatewayAnswers } from './gateway-answers.ts'
import { executableMs } from './payout-step.ts'
import {
  claimExecution,
  findPayouts,
  giveUpPayout,
  insertPayout,
  keepPayoutId,
  readSealedDestination,
} from './payout-store.ts'
import { reportBreak } from './report-break.ts'
import { failUnsent, gatewayOf, type SyncParts, syncPayout } from './sync-payout.ts'
import { type GivenUpFor, mostAttempts, type Payout, referenceOf, type Withdrawal } from './withdrawal.ts'
import { changeWithdrawal, endWithdrawalLease, leaseWithdrawal, lockWithdrawal } from './withdrawal-store.ts'

export type SendParts = SyncParts & { readonly keyring: Keyring }

/** Longer than the calls of one run can take. Whoever holds a lease that is over has died. */
const leaseMs = 60_000

/**
 * Carries a withdrawal on from wherever it stands. The gateway is never called in a transaction or under a lock; what is
 * written between the calls is what makes a death at any point harmless:
 *
 * | written before | the call | after a death here |
 * | --- | --- | --- |
 * | `sending`, the lease, the attempt | create: moves nothing | the attempt is given up, the next one has another reference |
 * | the payout's id | - | executed, while it is young enough |
 * | `execute_started_at`: one winner, ever | execute: moves money | asked for, never executed again |
 * | - | get | asked for again |
 *
 * A run that finds another at work does nothing: the clock asks again.
 */
export async function sendPayout(parts: SendParts, withdrawalId: string): Promise<void> {
  const withdrawal = await take(parts, withdrawalId)
  if (withdrawal === undefined) return
  try {
    await failpoint('payout-taken')
    await carryOn(parts, withdrawal)
  } finally {
    await inTransaction(parts.db, (trx) => endWithdrawalLease(trx, withdrawalId))
  }
}

/** What has been approved is `sending` from here on, and can be cancelled no more. */
async function take({ db, clock }: SendParts, id: string): Promise<Withdrawal | undefined> {
  return inTransaction(db, async (trx) => {
    const withdrawal = await lockWithdrawal(trx, id)
    if (['requested', 'review', 'rejected', 'cancelled'].includes(withdrawal.status)) return undefined
    const now = clock.now()
    const until = new Date(now.getTime() + leaseMs)
    if (!(await leaseWithdrawal(trx, id, { now, until }))) return undefined
    if (withdrawal.status !== 'approved') return withdrawal
    await moveTransaction(trx, { id, status: 'processing', detail: 'sending' })
    return changeWithdrawal(trx, withdrawal, { status: 'sending' })
  })
}

async function carryOn(parts: SendParts, withdrawal: Withdrawal): Promise<void> {
  const { id, gateway: name, status } = withdrawal
  const gateway = gatewayOf(parts, name)
  const payouts = await findPayouts(parts.db, id)
  if (status !== 'sending') {
    for (const { payoutId, executeStartedAt } of payouts) {
      if (payoutId !== null && executeStartedAt !== null) await syncPayout(parts, { gateway: name, payoutId })
    }
    return
  }

  let open = payouts.find(({ givenUpAt }) => givenUpAt === null)
  if (open !== undefined && open.payoutId === null) {
    await giveUp(parts, open, 'create_lost')
    open = undefined
  }
  if (open === undefined) {
    // Nothing is on its way and the money is held, so nothing presses: the clock asks again.
    if (payouts.length > 0 && !(await gatewayAnswers(parts, gateway, withdrawal))) return
    const created = await createPayout(parts, gateway, withdrawal)
    if (created !== undefined) await execute(parts, gateway, created)
    return
  }
  if (open.executeStartedAt === null && open.payoutId !== null) {
    const told = await gateway.payouts.status(open.payoutId)
    if (told === undefined)
      throw new Error(`The gateway knows no payout ${open.payoutId} of withdrawal ${id}.`)
    if (told.progress === 'created') return execute(parts, gateway, { payout: open, told })
  }
  if (open.payoutId !== null) await syncPayout(parts, { gateway: name, payoutId: open.payoutId })
}

interface Created {
  readonly payout: Payout
  readonly told: GatewayPayout
}

/** Begins the next attempt. Nothing where the gateway made no payout that we know of: the clock asks again. */
async function createPayout(
  parts: SendParts,
  gateway: Gateway,
  withdrawal: Withdrawal,
): Promise<Created | undefined> {
  const payout = await beginAttempt(parts, withdrawal)
  if (payout === undefined) return undefined
  await failpoint('payout-begun')
  const { id, tenantId, amount, userMail } = withdrawal
  const column = sealedColumns.withdrawalDestination
  const sealed = await readSealedDestination(parts.db, id)
  const { bankName, holder, number } = openDestination(parts.keyring, sealed, { column, tenantId, id })
  const asked = await gateway.payouts.create({
    reference: referenceOf(payout),
    amount,
    recipient: { mail: userMail, holder, bankName, accountNumber: number },
    description: 'Wallet withdrawal',
  })
  await failpoint('payout-created')
  if (asked.outcome === 'done') return keepCreated(parts, gateway, withdrawal, payout, asked.value)
  parts.logger.warn(
    {
      withdrawal: id,
      attempt: payout.attempt,
      outcome: asked.outcome,
      reason: asked.reason,
      err: asked.error,
    },
    'the gateway made no payout that we know of',
  )
  await giveUp(parts, payout, asked.outcome === 'refused' ? 'create_refused' : 'create_lost')
  return undefined
}

/** Commits the next attempt before the gateway hears its reference. */
async function beginAttempt(parts: SendParts, { id }: Withdrawal): Promise<Payout | undefined> {
  return inTransaction(parts.db, async (trx) => {
    const withdrawal = await lockWithdrawal(trx, id)
    const payouts = await findPayouts(trx, id)
    // Another run has begun one, or a webhook has ended the withdrawal, since we looked.
    if (withdrawal.status !== 'sending' || payouts.some(({ givenUpAt }) => givenUpAt === null))
      return undefined
    if (payouts.length >= mostAttempts) {
      await failUnsent(parts, trx, withdrawal)
      return undefined
    }
    await changeWithdrawal(trx, withdrawal, {})
    return insertPayout(trx, withdrawal, { attempt: payouts.length + 1, now: parts.clock.now() })
  })
}

/** Commits the payout's id, before anybody executes it. */
async function keepCreated(
  parts: SendParts,
  gateway: Gateway,
  { id }: Withdrawal,
  payout: Payout,
  told: GatewayPayout,
): Promise<Created | undefined> {
  return inTransaction(parts.db, async (trx) => {
    const withdrawal = await lockWithdrawal(trx, id)
    const difference = comparePayout(withdrawal, payout, told, gateway)
    if (difference !== undefined) {
      await reportBreak(parts, trx, withdrawal, { kind: 'payout_differs', objectId: told.id, ...difference })
      await giveUpPayout(trx, payout, { why: 'differs', now: parts.clock.now() })
      await changeWithdrawal(trx, withdrawal, {})
      return undefined
    }
    if (!(await keepPayoutId(trx, payout, told.id))) return undefined
    await changeWithdrawal(trx, withdrawal, {})
    return { payout: { ...payout, payoutId: told.id }, told }
  })
}

/** Executes a payout, if nobody ever has and it is young enough; then asks what became of it, whatever was answered. */
async function execute(parts: SendParts, gateway: Gateway, { payout, told }: Created): Promise<void> {
  await failpoint('payout-kept')
  const now = parts.clock.now()
  if (now.getTime() - payout.createdAt.getTime() > executableMs) {
    await giveUp(parts, payout, 'too_late')
    return
  }
  const isOurs = await inTransaction(parts.db, async (trx) => {
    const withdrawal = await lockWithdrawal(trx, payout.withdrawalId)
    if (withdrawal.status !== 'sending' || !(await claimExecution(trx, payout, now))) return false
    await changeWithdrawal(trx, withdrawal, {})
    return true
  })
  if (isOurs) {
    await failpoint('execution-claimed')
    const executed = await gateway.payouts.execute(told)
    await failpoint('payout-executed')
    if (executed.outcome !== 'done') {
      const { outcome, reason, error } = executed
      parts.logger.warn(
        { withdrawal: payout.withdrawalId, payout: told.id, outcome, reason, err: error },
        'nobody knows yet whether a payout was executed',
      )
    }
  }
  await syncPayout(parts, { gateway: gateway.name, payoutId: told.id })
}

async function giveUp(parts: SendParts, payout: Payout, why: GivenUpFor): Promise<void> {
  await inTransaction(parts.db, async (trx) => {
    const withdrawal = await lockWithdrawal(trx, payout.withdrawalId)
    const isGivenUp = await giveUpPayout(trx, payout, { why, now: parts.clock.now() })
    if (!isGivenUp || withdrawal.status !== 'sending') return
    if (payout.attempt >= mostAttempts) await failUnsent(parts, trx, withdrawal)
    else await changeWithdrawal(trx, withdrawal, {})
  })
  await failpoint('payout-given-up')
}
