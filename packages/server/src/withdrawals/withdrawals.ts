/** What the rooms above ask of withdrawals: to decide about one, to carry one on, and what the clock does. */

export { askForPayout, firstAsk } from './ask-again.ts'
export { askDueWithdrawals } from './ask-due-withdrawals.ts'
export { checkLimits } from './check-limits.ts'
export { freeWithdrawal } from './free-withdrawal.ts'
export { withdrawalLetters } from './letters.ts'
export type { Cooling, WithdrawalParts } from './parts.ts'
export { type SendParts, sendPayout } from './send-payout.ts'
export { showWithdrawal } from './show-withdrawal.ts'
export { type SyncOutcome, syncPayout } from './sync-payout.ts'
export type { Flag, Withdrawal, WithdrawalStatus } from './withdrawal.ts'
export { mayMove } from './withdrawal-state.ts'
export { changeWithdrawal, findWithdrawal, findWithdrawalToLock, readWithdrawal } from './withdrawal-store.ts'
