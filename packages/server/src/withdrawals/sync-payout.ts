import { inTransaction, type Trx } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import type { Gateway } from '../gateways/gateway.ts'
import type { GatewayPayout } from '../gateways/payout-gateway.ts'
import { comparePayout } from './compare-payout.ts'
import { completeWithdrawal, returnWithdrawal, settleLate } from './end-payout.ts'
import { freeWithdrawal } from './free-withdrawal.ts'
import type { WithdrawalParts } from './parts.ts'
import { isAnother, type PayoutStep, payoutStep } from './payout-step.ts'
import { findPayoutOf, findPayouts, giveUpPayout, keepPayoutId, notePayoutSync } from './payout-store.ts'
import { reportBreak } from './report-break.ts'
import { mostAttempts, type Payout, readReference, type Withdrawal } from './withdrawal.ts'
import { changeWithdrawal, findWithdrawal, lockWithdrawal } from './withdrawal-store.ts'

export type SyncParts = Pick<WithdrawalParts, 'db' | 'clock' | 'logger' | 'ledger' | 'gateways'>

/** What asking the gateway came to. */
export type SyncOutcome = 'changed' | 'unchanged' | 'unknown_payout'

/**
 * Asks the gateway for a payout and does whatever follows from its answer. Webhooks, the job that sends and the clock
 * all come through here: none of them is believed, and none of them is needed, because any other would do the same later.
 *
 * A payout whose create got no answer is known by the reference that the gateway states itself.
 */
export async function syncPayout(
  parts: SyncParts,
  { gateway: name, payoutId }: { gateway: string; payoutId: string },
): Promise<SyncOutcome> {
  const gateway = gatewayOf(parts, name)
  const known = await findPayoutOf(parts.db, { gateway: name, payoutId })
  const asked = known === undefined ? await gateway.payouts.status(payoutId) : undefined
  const named = known ?? readReference(asked?.reference ?? '')
  if (named === undefined) return 'unknown_payout'
  const { withdrawalId, attempt } = named

  for (let tries = 0; tries < 5; tries += 1) {
    const before = await findWithdrawal(parts.db, withdrawalId)
    if (before === undefined || before.gateway !== name) return 'unknown_payout'
    const told = await gateway.payouts.status(payoutId)
    await failpoint('payout-read')
    const outcome =
      told === undefined
        ? await reportMissing(parts, { before, attempt, payoutId })
        : await catchUp(parts, gateway, { before, attempt, told })
    await failpoint('payout-synced')
    if (outcome !== 'moved') return outcome
  }
  throw new Error(
    `Withdrawal ${withdrawalId} changed again and again while the gateway was asked. It is asked again later.`,
  )
}

export function gatewayOf({ gateways }: Pick<SyncParts, 'gateways'>, name: string): Gateway {
  const gateway = gateways.find(name)
  if (gateway === undefined) throw new Error(`No gateway of the name ${name} is configured.`)
  return gateway
}

/** The answer is used only if the withdrawal is still as it was before it was asked for: else it may be older. */
async function catchUp(
  parts: SyncParts,
  gateway: Gateway,
  { before, attempt, told }: { before: Withdrawal; attempt: number; told: GatewayPayout },
): Promise<SyncOutcome | 'moved'> {
  return inTransaction(parts.db, async (trx) => {
    const withdrawal = await lockWithdrawal(trx, before.id)
    if (withdrawal.version !== before.version) return 'moved'
    const payouts = await findPayouts(trx, before.id)
    const payout = payouts.find((one) => one.attempt === attempt)
    if (payout === undefined) return 'unknown_payout'
    const now = parts.clock.now()
    await adoptPayout(trx, gateway, { withdrawal, payout, told })
    const next = payoutStep(withdrawal, payout, told, { gateway, now })
    const after = await take(parts, trx, { withdrawal, payout, payouts }, told, next)
    await failpoint('payout-acted-on')
    if (isAnother(payout, told)) return 'unchanged'
    const word = {
      gatewayStatus: told.status,
      reconciled: next.step !== 'break',
      pendingFee: pendingFee(told),
    }
    await notePayoutSync(trx, payout, word, now)
    return after.version === before.version ? 'unchanged' : 'changed'
  })
}

/** A gateway may keep its fee as soon as it sends; an impossible one is a difference, and counts for nothing. */
function pendingFee({ progress, fee }: GatewayPayout): bigint {
  return progress === 'sending' && fee > 0n ? fee : 0n
}

/** The gateway has told us of this payout itself, and now knows none of that id. */
async function reportMissing(
  parts: SyncParts,
  { before, attempt, payoutId }: { before: Withdrawal; attempt: number; payoutId: string },
): Promise<SyncOutcome | 'moved'> {
  return inTransaction(parts.db, async (trx) => {
    const withdrawal = await lockWithdrawal(trx, before.id)
    if (withdrawal.version !== before.version) return 'moved'
    const payout = (await findPayouts(trx, before.id)).find((one) => one.attempt === attempt)
    if (payout?.payoutId !== payoutId) return 'unknown_payout'
    await reportBreak(parts, trx, withdrawal, {
      kind: 'payout_missing',
      objectId: payoutId,
      expected: { payout: payoutId, status: withdrawal.status },
      found: { payout: 'none' },
    })
    const word = { gatewayStatus: payout.gatewayStatus, reconciled: false, pendingFee: 0n }
    await notePayoutSync(trx, payout, word, parts.clock.now())
    return 'unchanged'
  })
}

/** A webhook may be faster than the answer to the create, or come although that was lost. */
async function adoptPayout(
  trx: Trx,
  gateway: Gateway,
  { withdrawal, payout, told }: { withdrawal: Withdrawal; payout: Payout; told: GatewayPayout },
): Promise<void> {
  if (payout.payoutId !== null || payout.givenUpAt !== null) return
  if (comparePayout(withdrawal, payout, told, gateway) !== undefined) return
  await keepPayoutId(trx, payout, told.id)
}

async function take(
  parts: SyncParts,
  trx: Trx,
  { withdrawal, payout, payouts }: { withdrawal: Withdrawal; payout: Payout; payouts: readonly Payout[] },
  told: GatewayPayout,
  next: PayoutStep,
): Promise<Withdrawal> {
  switch (next.step) {
    case 'nothing':
      return withdrawal
    case 'complete':
      return completeWithdrawal(parts, trx, withdrawal, next.gatewayFee)
    case 'settle-late':
      return settleLate(parts, trx, withdrawal, next.gatewayFee)
    case 'return':
      return returnWithdrawal(parts, trx, withdrawal)
    case 'fail':
      return freeWithdrawal(parts, trx, withdrawal, { to: 'failed', reason: refusedByBank, mayArrive: true })
    case 'give-up': {
      const now = parts.clock.now()
      await giveUpPayout(trx, payout, { why: 'not_executed', now })
      if (payouts.length >= mostAttempts) return failUnsent(parts, trx, withdrawal)
      // The sweeper finds it due, and a new attempt begins.
      return changeWithdrawal(trx, withdrawal, {}, { askAt: now })
    }
    case 'break':
      await reportBreak(parts, trx, withdrawal, { objectId: told.id, ...next })
      return withdrawal
  }
}

const refusedByBank = 'The bank did not take it. Look whether your bank account is linked correctly.'

/** Every attempt is known to have moved nothing, and there is none left. */
export async function failUnsent(parts: SyncParts, trx: Trx, withdrawal: Withdrawal): Promise<Withdrawal> {
  const reason = 'The payment provider did not take it. Ask for it again later.'
  return freeWithdrawal(parts, trx, withdrawal, { to: 'failed', reason, mayArrive: true })
}
