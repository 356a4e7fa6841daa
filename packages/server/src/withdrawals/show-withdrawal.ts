import { showMoney } from '../contract/money.ts'
import type { ShownWithdrawal } from '../contract/withdrawals.ts'
import type { Withdrawal } from './withdrawal.ts'
import { shownStatus } from './withdrawal-state.ts'

type Shown = Pick<
  Withdrawal,
  'id' | 'amount' | 'fee' | 'status' | 'bankName' | 'holder' | 'lastFour' | 'reason' | 'createdAt' | 'endedAt'
>

/** A withdrawal as its owner sees it. */
export function showWithdrawal(withdrawal: Shown): ShownWithdrawal {
  const { id, amount, fee, status, bankName, holder, lastFour, reason, createdAt, endedAt } = withdrawal
  return {
    id,
    amount: showMoney(amount),
    fee: showMoney(fee),
    status: shownStatus[status],
    detail: status,
    bank_name: bankName,
    holder,
    last_four: lastFour,
    reason,
    created_at: createdAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
  }
}
