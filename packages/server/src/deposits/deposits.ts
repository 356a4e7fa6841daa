/** What the rooms above ask of deposits: to look again at one, and which have to be looked at. */

export type { DepositParts } from './parts.ts'
export { type SyncOutcome, syncDeposit, syncPurchase } from './sync-deposit.ts'
export {
  findDueDeposits,
  findStuckDeposits,
  findUnaskedDeposits,
  findUnsureDeposits,
  type StuckDeposit,
  type StuckReason,
} from './unsure-queries.ts'
