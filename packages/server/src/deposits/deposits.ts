/** What the rooms above ask of deposits: to look again at one, and which have to be looked at. */

export { findUnsureDeposits } from './deposit-store.ts'
export type { DepositParts } from './parts.ts'
export { type SyncOutcome, syncDeposit, syncPurchase } from './sync-deposit.ts'
