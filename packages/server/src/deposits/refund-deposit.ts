import { randomUUID } from 'node:crypto'
import type { Money } from '@evenkeel/ledger'
import { bps, compare, isPositive, min, negate, percentageOf, subtract } from '@evenkeel/ledger/money'
import { refundHold } from '../books/recipes/deposit-refunded.ts'
import type { Principal } from '../contract/access.ts'
import { inTransaction, type Trx } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { addTransaction } from '../transactions/transactions.ts'
import { bookOf, usableOf } from './book-of.ts'
import type { Deposit, Refund } from './deposit.ts'
import { changeDeposit, findRefunds, lockDeposit, readDeposit } from './deposit-store.ts'
import { gatewayUnavailable } from './gateway-unavailable.ts'
import { failRefund } from './give-back.ts'
import { inWords } from './letters.ts'
import { lockForStaff } from './lock-for-staff.ts'
import type { DepositParts } from './parts.ts'
import { findDepositOfRefund, insertRefund, returnSending, takeSending } from './refund-store.ts'
import { syncDeposit } from './sync-deposit.ts'

export interface RefundWish {
  /** What the owner loses; all that is left where absent. */
  readonly amount: Money | undefined
  readonly penaltyBps: number
  readonly reason: string
}

/**
 * Writes down that staff give a deposit back, and holds it: what is about to go back cannot be spent meanwhile. What
 * is spent already is no reason to refuse: the owner will owe it.
 */
export async function beginRefund(
  parts: DepositParts,
  trx: Trx,
  staff: Principal,
  { depositId, amount: wanted, penaltyBps, reason }: RefundWish & { depositId: string },
): Promise<string> {
  const deposit = await lockForStaff(trx, staff, depositId)
  if (deposit.credited === null) throw notRefundable(deposit)
  const left = subtract(deposit.credited, deposit.returned)
  if (!isPositive(left)) throw notRefundable(deposit)
  const amount = wanted ?? left
  if (amount.currency !== left.currency || compare(amount, left) > 0) {
    throw new ProblemError(
      'amount_out_of_limits',
      `At most ${inWords(left)} can be refunded. Choose such an amount.`,
    )
  }
  const penalty = percentageOf(amount, bps(penaltyBps))
  if (!isPositive(subtract(amount, penalty))) {
    throw new ProblemError(
      'amount_out_of_limits',
      'Nothing would go back to the payer. Choose more, or a smaller penalty.',
    )
  }
  const known = await findRefunds(trx, deposit)
  if (known.some(({ status }) => status === 'requested')) {
    throw new ProblemError('refund_running', 'Wait until the gateway has said what came of the other.')
  }

  const id = randomUUID()
  const now = parts.clock.now()
  const holdId = await hold(parts, trx, deposit, { id, amount })
  await insertRefund(
    trx,
    deposit,
    { id, kind: 'refund', amount, penalty, holdId, reason, requestedBy: staff.userId },
    now,
  )
  await addTransaction(
    trx,
    {
      id,
      tenantId: deposit.tenantId,
      userId: deposit.userId,
      type: 'refund',
      fact: 'deposit_refund',
      status: 'pending',
      detail: 'requested',
      name: 'Deposit refunded',
      reference: `deposit-${depositId}`,
      amount: negate(amount),
    },
    now,
  )
  await changeDeposit(trx, deposit, {})
  return id
}

/**
 * Asks the gateway to give the money back: once, ever. Whatever it answers, the purchase is read afterwards, and that
 * decides; what was asked by a request that was cut off is only looked up.
 */
export async function finishRefund(
  parts: DepositParts,
  refundId: string,
): Promise<{ deposit: Deposit; refund: Refund }> {
  const { db, clock, logger, gateways } = parts
  const depositId = await findDepositOfRefund(db, refundId)
  if (depositId === undefined)
    throw new Error(`Refund ${refundId} is gone, though refunds are never removed.`)
  const before = await theRefund(parts, depositId, refundId)
  const gateway = gateways.find(before.deposit.gateway)
  const { purchaseId } = before.deposit
  if (gateway === undefined || purchaseId === null) throw gatewayUnavailable()

  const mayBeSent = await takeSending(db, { id: refundId, now: clock.now() })
  if (mayBeSent !== undefined) {
    const { amount, penalty } = before.refund
    const asked = await gateway.refund(purchaseId, subtract(amount, penalty))
    if (asked.outcome !== 'done') {
      const { outcome, reason, error } = asked
      logger.warn(
        { refund: refundId, outcome, reason, err: error },
        'a refund was not confirmed by the gateway',
      )
    }
    if (asked.outcome === 'refused' && asked.isTransient) {
      await returnSending(db, refundId)
      throw gatewayUnavailable()
    }
    if (asked.outcome === 'refused') await giveUp(parts, depositId, refundId)
  }
  try {
    await syncDeposit(parts, { depositId })
  } catch (error) {
    // The refund is on its way all the same; the sweeper learns its end.
    logger.warn({ refund: refundId, err: error }, 'the end of a refund is not known yet')
  }
  return theRefund(parts, depositId, refundId)
}

async function hold(
  parts: DepositParts,
  trx: Trx,
  deposit: Deposit,
  { id, amount }: { id: string; amount: Money },
): Promise<string | null> {
  const book = bookOf(parts, trx, deposit)
  const held = min(amount, await usableOf(book, deposit))
  if (!isPositive(held)) return null
  const placed = await book.holds.place(refundHold({ refund: id, user: deposit.userId, amount: held }))
  return placed.hold.id
}

async function giveUp(parts: DepositParts, depositId: string, refundId: string): Promise<void> {
  await inTransaction(parts.db, async (trx) => {
    const deposit = await lockDeposit(trx, depositId)
    const refund = (await findRefunds(trx, deposit)).find(({ id }) => id === refundId)
    if (refund?.status === 'requested') await failRefund(parts, trx, deposit, refund)
  })
}

async function theRefund(
  { db }: DepositParts,
  depositId: string,
  refundId: string,
): Promise<{ deposit: Deposit; refund: Refund }> {
  const deposit = await readDeposit(db, depositId)
  const refund = (await findRefunds(db, deposit)).find(({ id }) => id === refundId)
  if (refund === undefined) throw new Error(`Refund ${refundId} is gone, though refunds are never removed.`)
  return { deposit, refund }
}

function notRefundable({ status }: Deposit): ProblemError {
  return new ProblemError('deposit_state', `The deposit is ${status}: there is nothing to refund.`)
}
