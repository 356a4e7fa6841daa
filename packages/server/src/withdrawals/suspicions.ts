import type { Money } from '@evenkeel/ledger'
import { compare } from '@evenkeel/ledger/money'
import type { WithdrawalLimit } from '../config/withdrawal-limits.ts'
import { isUnusual } from './limits.ts'
import type { FraudRule } from './raise-alert.ts'

/** What one owner did in one currency in the last 24 hours. */
export interface OwnersDay {
  readonly tenantId: number
  readonly userId: string
  readonly currency: string
  /** Of all requests, whatever became of them: the limit of a request does not count what was rejected or cancelled. */
  readonly sum: Money
  /** The most requests in any one hour, in every currency. */
  readonly busiestHour: number
  /** The middle one of what was paid out in the last 90 days. */
  readonly usual: Money | undefined
  /** What is not on its way yet. */
  readonly waiting: readonly { readonly id: string; readonly amount: Money }[]
}

/** A rule that was met, and the withdrawals to look at for it. */
export interface Suspicion {
  readonly rule: FraudRule
  readonly withdrawals: readonly string[]
}

/** Looks at a whole day of an owner, which no single request can. */
export function suspicionsOf(day: OwnersDay, limit: WithdrawalLimit): readonly Suspicion[] {
  const waiting = day.waiting.map(({ id }) => id)
  const unusual = day.waiting.filter(({ amount }) => isUnusual(amount, day.usual, limit)).map(({ id }) => id)
  return [
    ...(compare(day.sum, limit.daily) > 0 ? [{ rule: 'daily_total', withdrawals: waiting } as const] : []),
    ...(day.busiestHour >= limit.alertAt ? [{ rule: 'velocity', withdrawals: waiting } as const] : []),
    ...(unusual.length > 0 ? [{ rule: 'unusual_amount', withdrawals: unusual } as const] : []),
  ]
}
