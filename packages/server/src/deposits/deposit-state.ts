import type { TransactionStatus } from '../contract/transactions.ts'
import type { DepositStatus } from './deposit.ts'

/**
 * The only ways in which the status of a deposit changes. What failed or expired may still be completed: a payer tries
 * again, a bank is late, and money that came in belongs to its owner.
 */
export const depositMoves: Readonly<Record<DepositStatus, readonly DepositStatus[]>> = {
  created: ['awaiting_payment', 'authorized', 'completed', 'failed', 'expired'],
  awaiting_payment: ['authorized', 'completed', 'failed', 'expired'],
  authorized: ['completed', 'failed', 'expired'],
  failed: ['authorized', 'completed'],
  expired: ['authorized', 'completed'],
  completed: ['part_refunded', 'refunded', 'charged_back'],
  part_refunded: ['refunded', 'charged_back'],
  refunded: [],
  charged_back: [],
}

export function mayMove(from: DepositStatus, to: DepositStatus): boolean {
  return depositMoves[from].includes(to)
}

/** What the owner sees of it. A deposit that went back stays completed: its refund is a transaction of its own. */
export const shownStatus: Readonly<Record<DepositStatus, TransactionStatus>> = {
  created: 'pending',
  awaiting_payment: 'pending',
  authorized: 'pending',
  completed: 'completed',
  part_refunded: 'completed',
  refunded: 'completed',
  charged_back: 'completed',
  failed: 'failed',
  expired: 'failed',
}
