import type { Money } from '@evenkeel/ledger'
import { add, compare, money } from '@evenkeel/ledger/money'
import type { WithdrawalLimit } from '../config/withdrawal-limits.ts'
import type { Flag } from './withdrawal.ts'

/** What an owner has asked for lately, read while their row is locked. */
export interface Lately {
  /** Withdrawals that have not ended, in every currency. */
  readonly open: number
  /** The sum of the last 24 hours in the currency, without what was rejected, cancelled, failed or came back. */
  readonly daySum: Money
  /** Requests of the last hour, in every currency and whatever became of them. */
  readonly hourCount: number
  /** The middle one of what was paid out in the last 90 days in the currency; undefined where nothing was. */
  readonly usual: Money | undefined
  /** Whether something was paid out to this destination before. */
  readonly isKnownDestination: boolean
}

export type Refusal =
  | { readonly code: 'amount_out_of_limits' }
  | { readonly code: 'too_many_pending'; readonly most: number }
  | { readonly code: 'daily_limit_exceeded'; readonly left: Money }

/** Why a withdrawal of this amount is refused now; nothing where it is not. */
export function refusalOf(amount: Money, lately: Lately, limit: WithdrawalLimit): Refusal | undefined {
  if (!isWithin(amount, limit)) return { code: 'amount_out_of_limits' }
  if (lately.open >= limit.pending) return { code: 'too_many_pending', most: limit.pending }
  if (compare(add(lately.daySum, amount), limit.daily) > 0) {
    const left = limit.daily.amount - lately.daySum.amount
    return { code: 'daily_limit_exceeded', left: money(left > 0n ? left : 0n, amount.currency) }
  }
  return undefined
}

export function isWithin(amount: Money, { least, most }: WithdrawalLimit): boolean {
  return compare(amount, least) >= 0 && compare(amount, most) <= 0
}

/** What staff should look at. With no history nothing is unusual: a first destination is flagged by itself. */
export function flagsOf(amount: Money, lately: Lately, limit: WithdrawalLimit): readonly Flag[] {
  const flags: Flag[] = []
  // This request is one of them.
  if (lately.hourCount + 1 >= limit.alertAt) flags.push('velocity')
  if (isUnusual(amount, lately.usual, limit)) flags.push('unusual_amount')
  if (!lately.isKnownDestination) flags.push('new_destination')
  return flags
}

export function isUnusual(amount: Money, usual: Money | undefined, limit: WithdrawalLimit): boolean {
  if (usual === undefined || compare(amount, limit.unusualAbove) <= 0) return false
  return amount.amount > usual.amount * BigInt(limit.unusualTimes)
}

/** How many people have to approve it. */
export function approvalsNeeded(amount: Money, flags: readonly Flag[], limit: WithdrawalLimit): 0 | 1 | 2 {
  if (compare(amount, limit.twoApproversAbove) > 0) return 2
  return flags.length === 0 && compare(amount, limit.automaticUpTo) <= 0 ? 0 : 1
}

export function needsSecondFactor(amount: Money, { secondFactorAbove }: WithdrawalLimit): boolean {
  return compare(amount, secondFactorAbove) > 0
}
