import type { Money } from '@evenkeel/ledger'

export type WithdrawalStatus =
  | 'requested'
  | 'review'
  | 'approved'
  | 'sending'
  | 'completed'
  | 'paid_late'
  | 'returned'
  | 'failed'
  | 'rejected'
  | 'cancelled'

/** What staff should look at before they approve. */
export type Flag = 'velocity' | 'unusual_amount' | 'new_destination' | 'daily_total'

/** Value that an owner takes out. Its destination is sealed, and read by the payout alone. */
export interface Withdrawal {
  readonly id: string
  readonly tenantId: number
  /** The tenant's code, which is the name of its book. */
  readonly tenant: string
  readonly userId: string
  readonly userMail: string
  readonly userName: string
  /** What is paid out. */
  readonly amount: Money
  /** What we take for it, beside the amount. */
  readonly fee: Money
  readonly status: WithdrawalStatus
  readonly flags: readonly Flag[]
  readonly approvalsNeeded: number
  /** Approvals of an earlier round were given without knowing the latest flags. */
  readonly round: number
  readonly holdId: string
  readonly gateway: string
  readonly bankName: string
  readonly holder: string
  readonly lastFour: string
  readonly clientIp: string
  readonly reason: string | null
  readonly gatewayFee: Money | null
  readonly paidJournal: string | null
  readonly feeJournal: string | null
  readonly version: number
  readonly createdAt: Date
  readonly endedAt: Date | null
}

/** Why an attempt was left for another one: each of them says that it moved nothing. */
export type GivenUpFor = 'create_lost' | 'create_refused' | 'differs' | 'too_late' | 'not_executed'

/** One attempt at paying a withdrawal out. */
export interface Payout {
  readonly id: string
  readonly withdrawalId: string
  readonly attempt: number
  readonly gateway: string
  /** The gateway's; null until its answer came. */
  readonly payoutId: string | null
  readonly createdAt: Date
  readonly executeStartedAt: Date | null
  readonly givenUpAt: Date | null
  /** What the gateway called its state when it was last asked; null until it was. */
  readonly gatewayStatus: string | null
}

/** After so many payouts that are known to have moved nothing, the withdrawal has failed. */
export const mostAttempts = 4

/** Our name for one attempt. The gateway gives it back with everything it says of it. */
export function referenceOf({ withdrawalId, attempt }: Pick<Payout, 'withdrawalId' | 'attempt'>): string {
  return `withdrawal-${withdrawalId}-${attempt}`
}

/** The withdrawal and the attempt that a reference names; nothing where it is not of our making. */
export function readReference(reference: string): { withdrawalId: string; attempt: number } | undefined {
  const [, withdrawalId, attempt] =
    /^withdrawal-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-4])$/.exec(reference) ?? []
  return withdrawalId === undefined ? undefined : { withdrawalId, attempt: Number(attempt) }
}
