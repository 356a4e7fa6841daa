import type { ShownDeposit, ShownRefund, ShownStaffDeposit } from '../contract/deposits.ts'
import { showMoney } from '../contract/money.ts'
import type { Deposit, Refund } from './deposit.ts'
import { shownStatus } from './deposit-state.ts'

type Shown = Pick<
  Deposit,
  'id' | 'amount' | 'status' | 'checkoutUrl' | 'credited' | 'returned' | 'createdAt' | 'creditedAt'
>

/** A deposit as its owner sees it. */
export function showDeposit(deposit: Shown): ShownDeposit {
  const { id, amount, status, checkoutUrl, credited, returned, createdAt, creditedAt } = deposit
  return {
    id,
    amount: showMoney(amount),
    status: shownStatus[status],
    detail: status,
    checkout_url: checkoutUrl,
    credited: credited && showMoney(credited),
    returned: showMoney(returned),
    created_at: createdAt.toISOString(),
    credited_at: creditedAt?.toISOString() ?? null,
  }
}

/** The same with the gateway's side. */
export function showDepositToStaff(deposit: Deposit): ShownStaffDeposit {
  const { userId, gateway, purchaseId, gatewayStatus, fee, reconciled, lastSyncedAt } = deposit
  return {
    ...showDeposit(deposit),
    user_id: userId,
    gateway,
    purchase_id: purchaseId,
    gateway_status: gatewayStatus,
    fee: fee && showMoney(fee),
    reconciled,
    last_synced_at: lastSyncedAt?.toISOString() ?? null,
  }
}

export function showRefund({ id: depositId }: Deposit, refund: Refund): ShownRefund {
  const { id, kind, amount, penalty, status, reason, createdAt, endedAt } = refund
  return {
    id,
    deposit_id: depositId,
    kind,
    amount: showMoney(amount),
    penalty: showMoney(penalty),
    status,
    reason,
    created_at: createdAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
  }
}
