import type { Money } from '@evenkeel/ledger'
import type { Gateway, GatewayPurchase } from '../gateways/gateway.ts'
import { comparePurchase, type Difference } from './compare-purchase.ts'
import type { Deposit, DepositStatus, Refund } from './deposit.ts'
import { mayMove } from './deposit-state.ts'

/** One thing to do about a deposit, after what the gateway says of its purchase. */
export type NextStep =
  | { readonly step: 'nothing' }
  | { readonly step: 'move'; readonly to: DepositStatus }
  | { readonly step: 'settle'; readonly amount: Money; readonly fee: Money }
  | { readonly step: 'complete-refund'; readonly refund: Refund }
  | { readonly step: 'fail-refund'; readonly refund: Refund }
  | { readonly step: 'charge-back'; readonly amount: Money }
  | ({
      readonly step: 'break'
      readonly kind: 'purchase_differs' | 'returned_differs' | 'paid_twice'
    } & Difference)

/** A refund whose answer was lost, and of which the gateway still shows nothing after so long, did not happen. */
const refundPatienceMs = 15 * 60_000

/**
 * Decides what follows from what the gateway says: purely, one step at a time, until there is nothing left to do. A
 * purchase that was read twice, or late, finds its steps done.
 */
export function nextStep(
  deposit: Deposit,
  refunds: readonly Refund[],
  purchase: GatewayPurchase,
  { gateway, now }: { gateway: Pick<Gateway, 'brand' | 'isTest'>; now: Date },
): NextStep {
  if (deposit.purchaseId !== null && deposit.purchaseId !== purchase.id) {
    return besideOurs(deposit, purchase)
  }
  const difference = comparePurchase(deposit, purchase, gateway)
  if (difference !== undefined) return { step: 'break', kind: 'purchase_differs', ...difference }
  return deposit.credited === null ? progressOf(deposit, purchase) : goneBack(deposit, refunds, purchase, now)
}

/** A purchase whose answer was lost and that was asked for anew. Nobody knows where to pay it, so it stays unpaid. */
function besideOurs({ purchaseId }: Deposit, { id, progress }: GatewayPurchase): NextStep {
  if (progress !== 'paid' && progress !== 'authorized') return { step: 'nothing' }
  return {
    step: 'break',
    kind: 'paid_twice',
    expected: { purchase: String(purchaseId) },
    found: { purchase: id, progress },
  }
}

function progressOf(deposit: Deposit, { progress, received }: GatewayPurchase): NextStep {
  const { currency } = deposit.amount
  if (progress === 'paid' && received !== undefined) {
    const { amount, fee } = received
    return { step: 'settle', amount: { amount, currency }, fee: { amount: fee, currency } }
  }
  const to = statusOf[progress]
  return to !== undefined && mayMove(deposit.status, to) ? { step: 'move', to } : { step: 'nothing' }
}

const statusOf: Readonly<Record<GatewayPurchase['progress'], DepositStatus | undefined>> = {
  waiting: 'awaiting_payment',
  authorized: 'authorized',
  failed: 'failed',
  expired: 'expired',
  paid: undefined,
  unclear: undefined,
}

/** Compares what went back to the payer with the refunds and charge-backs that we know of. */
function goneBack(
  deposit: Deposit,
  refunds: readonly Refund[],
  purchase: GatewayPurchase,
  now: Date,
): NextStep {
  const { currency } = deposit.amount
  const known = refunds
    .filter(({ status }) => status === 'completed')
    .reduce((sum, one) => sum + sentBack(one), 0n)
  const unknown = purchase.returned - known
  const open = refunds.find(({ status }) => status === 'requested')
  if (unknown === 0n) {
    const isOverdue = open?.sentAt != null && now.getTime() - open.sentAt.getTime() > refundPatienceMs
    return open !== undefined && isOverdue && !purchase.isReturning
      ? { step: 'fail-refund', refund: open }
      : { step: 'nothing' }
  }

  // One that was given up may have happened after all; the newest first.
  const ours = [open, ...refunds.filter(({ status }) => status === 'failed').toReversed()]
  const refund = ours.find((one) => one !== undefined && sentBack(one) === unknown)
  if (refund !== undefined && !purchase.isChargedBack) return { step: 'complete-refund', refund }

  const left = (deposit.credited?.amount ?? 0n) - deposit.returned.amount
  if (purchase.isChargedBack && unknown > 0n && unknown <= left) {
    // The bank took all that was left, whether or not the refund came first: it is the same sum for everybody.
    if (open !== undefined) return { step: 'fail-refund', refund: open }
    return { step: 'charge-back', amount: { amount: unknown, currency } }
  }
  return {
    step: 'break',
    kind: 'returned_differs',
    expected: { returned: String(known) },
    found: { returned: String(purchase.returned), status: purchase.status },
  }
}

function sentBack({ amount, penalty }: Refund): bigint {
  return amount.amount - penalty.amount
}
