import type { Money } from '@evenkeel/ledger'
import type { Gateway } from '../gateways/gateway.ts'
import type { GatewayPayout } from '../gateways/payout-gateway.ts'
import { comparePayout, type Difference } from './compare-payout.ts'
import type { Payout, Withdrawal } from './withdrawal.ts'

/** What to do about a withdrawal, after what the gateway says of one of its payouts. */
export type PayoutStep =
  | { readonly step: 'nothing' }
  | { readonly step: 'complete'; readonly gatewayFee: Money }
  | { readonly step: 'fail' }
  | { readonly step: 'give-up' }
  | { readonly step: 'settle-late'; readonly gatewayFee: Money }
  | { readonly step: 'return' }
  | ({ readonly step: 'break'; readonly kind: 'payout_differs' | 'paid_unasked' | 'paid_twice' } & Difference)

const minuteMs = 60_000

/**
 * A payout can be executed for fifteen minutes after its creation; younger than this it is not executed by us, because
 * our clock and the gateway's differ and a request takes its time.
 */
export const executableMs = 13 * minuteMs

/**
 * The fifteen minutes and a margin, after the beginning of the execution. Only then is a "no" final, or "nothing
 * happened" a proof: until then a bank may be tried again, or a request may still be on its way.
 */
export const patienceMs = 20 * minuteMs

/**
 * Decides what follows from what the gateway says: purely. Said twice, or late, it finds its step done. What the gateway
 * has no right to say is left to staff.
 */
export function payoutStep(
  withdrawal: Withdrawal,
  payout: Payout,
  told: GatewayPayout,
  { gateway, now }: { gateway: Pick<Gateway, 'brand' | 'isTest'>; now: Date },
): PayoutStep {
  if (isAnother(payout, told)) {
    return told.progress === 'paid' ? odd('paid_unasked', withdrawal, told) : { step: 'nothing' }
  }
  const difference = comparePayout(withdrawal, payout, told, gateway)
  if (difference !== undefined) return { step: 'break', kind: 'payout_differs', ...difference }
  const { executeStartedAt } = payout
  const isFinal = executeStartedAt !== null && now.getTime() - executeStartedAt.getTime() >= patienceMs
  if (told.progress === 'paid') return afterYes(withdrawal, payout, told)
  if (!isFinal || payout.givenUpAt !== null) return { step: 'nothing' }
  if (told.progress === 'failed') return afterNo(withdrawal, told)
  if (told.progress === 'created' && withdrawal.status === 'sending') return { step: 'give-up' }
  return { step: 'nothing' }
}

/**
 * Whether somebody else made it under our reference, which the gateway does not keep unique. That it has not been
 * executed says nothing about the one that we executed.
 */
export function isAnother({ payoutId }: Payout, { id }: GatewayPayout): boolean {
  return payoutId !== null && payoutId !== id
}

function afterYes(withdrawal: Withdrawal, payout: Payout, told: GatewayPayout): PayoutStep {
  const gatewayFee = { amount: told.fee, currency: withdrawal.amount.currency }
  const { status } = withdrawal
  if (payout.executeStartedAt === null) return odd('paid_unasked', withdrawal, told)
  if (status === 'failed') return { step: 'settle-late', gatewayFee }
  if (status === 'paid_late') return { step: 'nothing' }
  // One that was given up had moved nothing for longer than it could be executed.
  if (payout.givenUpAt !== null) return odd('paid_twice', withdrawal, told)
  if (status === 'sending') return { step: 'complete', gatewayFee }
  return status === 'completed' ? { step: 'nothing' } : odd('paid_unasked', withdrawal, told)
}

function afterNo(withdrawal: Withdrawal, told: GatewayPayout): PayoutStep {
  switch (withdrawal.status) {
    case 'sending':
      return { step: 'fail' }
    case 'completed':
      return { step: 'return' }
    case 'paid_late':
      return odd('payout_differs', withdrawal, told)
    default:
      return { step: 'nothing' }
  }
}

function odd(
  kind: 'payout_differs' | 'paid_unasked' | 'paid_twice',
  { status }: Withdrawal,
  told: GatewayPayout,
): PayoutStep {
  return { step: 'break', kind, expected: { withdrawal: status }, found: { payout: told.status } }
}
