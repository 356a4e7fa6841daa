import type { Money } from '@evenkeel/ledger'
import { compare, toDecimal } from '@evenkeel/ledger/money'
import type { Principal } from '../contract/access.ts'
import { inTransaction, type Trx } from '../database/transaction.ts'
import type { Gateway, GatewayPurchase } from '../gateways/gateway.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { addTransaction } from '../transactions/transactions.ts'
import { comparePurchase } from './compare-purchase.ts'
import { type Deposit, referenceOf } from './deposit.ts'
import { mayMove } from './deposit-state.ts'
import { beginAttempt, changeDeposit, insertDeposit, lockDeposit, readDeposit } from './deposit-store.ts'
import { gatewayUnavailable } from './gateway-unavailable.ts'
import { moveDeposit } from './move-deposit.ts'
import type { DepositParts } from './parts.ts'
import { reportBreak } from './report-break.ts'

export interface DepositWish {
  readonly amount: Money
  readonly capture: Deposit['capture']
}

/** Writes down that an owner wants to pay in; the gateway is asked after this is committed. */
export async function beginDeposit(
  { clock, gateways, limits }: DepositParts,
  trx: Trx,
  { userId, tenantId }: Principal,
  { amount, capture }: DepositWish,
): Promise<string> {
  const limit = limits.of(amount.currency)
  if (limit === undefined) {
    throw new ProblemError(
      'currency_not_offered',
      `Nothing can be paid in in ${amount.currency} here. Choose one of ${limits.currencies.join(', ')}.`,
    )
  }
  if (compare(amount, limit.least) < 0 || compare(amount, limit.most) > 0) {
    throw new ProblemError(
      'amount_out_of_limits',
      `A deposit is from ${toDecimal(limit.least)} to ${toDecimal(limit.most)} ${amount.currency}. Choose such an amount.`,
    )
  }
  const gateway = gateways.forDeposits
  if (gateway === undefined) throw gatewayUnavailable()

  const now = clock.now()
  const id = await insertDeposit(trx, { tenantId, userId, amount, capture, gateway: gateway.name }, now)
  await addTransaction(
    trx,
    {
      id,
      tenantId,
      userId,
      type: 'credit',
      fact: 'deposit',
      status: 'pending',
      detail: 'created',
      name: 'Deposit',
      reference: `deposit-${id}`,
      amount,
    },
    now,
  )
  return id
}

/** A create that got no answer is abandoned, and asked for once more; then it is for the caller to ask again. */
const attemptsPerRequest = 2

/**
 * Gets a purchase for a deposit that has none yet. Each attempt has a reference of its own, which is committed before
 * the gateway hears it: one whose answer was lost can be told from the one that counts, should it ever turn up.
 */
export async function startDeposit(parts: DepositParts, id: string): Promise<Deposit> {
  const { db, gateways, logger } = parts
  for (let tries = 0; tries < attemptsPerRequest; tries += 1) {
    const attempt = await beginAttempt(db, id)
    if (attempt === undefined) break
    const deposit = await readDeposit(parts.db, id)
    const gateway = gateways.find(deposit.gateway)
    if (gateway === undefined) throw gatewayUnavailable()

    const asked = await gateway.initiate({
      reference: referenceOf({ id, attempt }),
      amount: deposit.amount,
      payer: { mail: deposit.userMail, name: deposit.userName },
      description: 'Wallet deposit',
      capture: deposit.capture,
      returnUrl: parts.returnUrl,
    })
    if (asked.outcome === 'done') return keepPurchase(parts, gateway, id, asked.value)
    logger.warn(
      { deposit: id, attempt, outcome: asked.outcome, reason: asked.reason, err: asked.error },
      'the gateway made no purchase that we know of',
    )
    if (asked.outcome === 'refused' && asked.isTransient) throw gatewayUnavailable()
    if (asked.outcome === 'refused') return refuse(parts, id)
  }
  const deposit = await readDeposit(parts.db, id)
  if (deposit.status === 'created') throw gatewayUnavailable()
  return deposit
}

/** Commits the purchase to the deposit, before the payer learns where to pay. */
async function keepPurchase(
  parts: DepositParts,
  gateway: Gateway,
  id: string,
  purchase: GatewayPurchase,
): Promise<Deposit> {
  return inTransaction(parts.db, async (trx) => {
    const deposit = await lockDeposit(trx, id)
    const difference = comparePurchase(deposit, purchase, gateway)
    if (difference !== undefined) {
      await reportBreak(parts, trx, deposit, {
        kind: 'purchase_differs',
        objectId: purchase.id,
        ...difference,
      })
      return mayMove(deposit.status, 'failed') ? moveDeposit(trx, deposit, 'failed') : deposit
    }
    const { id: purchaseId, checkoutUrl } = purchase
    // A webhook may have been faster than the answer, and may have told of a payment already.
    if (deposit.purchaseId === purchaseId) return changeDeposit(trx, deposit, { checkoutUrl })
    if (deposit.credited !== null) return deposit
    const kept = await changeDeposit(trx, deposit, { purchaseId, checkoutUrl })
    return mayMove(kept.status, 'awaiting_payment') ? moveDeposit(trx, kept, 'awaiting_payment') : kept
  })
}

/** The gateway will not have it as it is, now or later. */
async function refuse({ db }: DepositParts, id: string): Promise<Deposit> {
  return inTransaction(db, async (trx) => {
    const deposit = await lockDeposit(trx, id)
    return mayMove(deposit.status, 'failed') ? moveDeposit(trx, deposit, 'failed') : deposit
  })
}
