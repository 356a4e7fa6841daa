import type { TransactionStatus } from '../contract/transactions.ts'
import type { WithdrawalStatus } from './withdrawal.ts'

/**
 * The only ways in which the status of a withdrawal changes. What failed may still arrive, because a bank may be late
 * with its yes; what arrived may come back.
 */
export const withdrawalMoves: Readonly<Record<WithdrawalStatus, readonly WithdrawalStatus[]>> = {
  requested: ['review', 'approved', 'rejected', 'cancelled'],
  review: ['approved', 'rejected', 'cancelled'],
  approved: ['review', 'sending', 'cancelled'],
  sending: ['completed', 'failed'],
  completed: ['returned'],
  failed: ['paid_late'],
  paid_late: [],
  returned: [],
  rejected: [],
  cancelled: [],
}

export function mayMove(from: WithdrawalStatus, to: WithdrawalStatus): boolean {
  return withdrawalMoves[from].includes(to)
}

/** What has not ended: its money is held. */
export const openStatuses = [
  'requested',
  'review',
  'approved',
  'sending',
] as const satisfies WithdrawalStatus[]

export function isOpen(status: WithdrawalStatus): boolean {
  return openStatuses.some((open) => open === status)
}

/** What the owner sees of it. */
export const shownStatus: Readonly<Record<WithdrawalStatus, TransactionStatus>> = {
  requested: 'pending',
  review: 'pending',
  approved: 'pending',
  sending: 'processing',
  completed: 'completed',
  paid_late: 'completed',
  returned: 'failed',
  failed: 'failed',
  rejected: 'failed',
  cancelled: 'failed',
}
