import type { ShownStaffWithdrawal } from '../contract/approvals.ts'
import { showMoney } from '../contract/money.ts'
import { showWithdrawal, type Withdrawal } from '../withdrawals/withdrawals.ts'
import type { Decision } from './decision-store.ts'

/** A withdrawal with what a decision about it depends on. */
export function showStaffWithdrawal(
  withdrawal: Omit<Withdrawal, 'tenant' | 'holdId' | 'paidJournal' | 'feeJournal'>,
  decisions: readonly Decision[],
): ShownStaffWithdrawal {
  const {
    userId,
    userMail,
    userName,
    flags,
    clientIp,
    approvalsNeeded,
    round,
    gateway,
    gatewayFee,
    version,
  } = withdrawal
  return {
    ...showWithdrawal(withdrawal),
    user_id: userId,
    user_mail: userMail,
    user_name: userName,
    flags: [...flags],
    client_ip: clientIp,
    approvals_needed: approvalsNeeded,
    round,
    decisions: decisions.map(({ decision, decidedBy, decidedAt, round: decidedIn, reason }) => ({
      decision,
      decided_by: decidedBy,
      decided_at: decidedAt.toISOString(),
      round: decidedIn,
      reason,
    })),
    gateway,
    gateway_fee: gatewayFee && showMoney(gatewayFee),
    version,
  }
}
