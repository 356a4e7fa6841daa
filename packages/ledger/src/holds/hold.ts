import type { Balance } from '../accounts/balance.ts'
import type { Metadata } from '../books/fields.ts'
import type { HoldId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { type Money, unchecked } from '../money/money.ts'

/** `open` until it is captured whole, voided or expired: one end, once. */
export type HoldStatus = 'open' | 'captured' | 'voided' | 'expired'

/** A promise that reduces what is usable on an account and posts nothing. */
export interface Hold {
  readonly id: HoldId
  readonly book: string
  readonly key: string
  readonly account: string
  /** What was promised at first. */
  readonly amount: Money
  /** What has become journals so far. */
  readonly captured: Money
  readonly status: HoldStatus
  /** From this moment on it holds nothing, whether or not anybody has written that down yet. */
  readonly expiresAt: Instant | null
  readonly kind: string
  readonly description: string | null
  readonly metadata: Metadata
  readonly placedAt: Instant
  /** For an expired hold the moment it expired, whenever that was written down. */
  readonly endedAt: Instant | null
}

/** What can happen to a hold. */
export type HoldEventType = 'placed' | 'extended' | 'captured' | 'voided' | 'expired'

/** One step in the life of a hold. It is a step of its account's version too. */
export interface HoldEvent {
  readonly type: HoldEventType
  readonly hold: HoldId
  readonly account: string
  /** By how much the account's held changed, whichever way. */
  readonly amount: Money
  readonly at: Instant
  /** The journal a capture posted. */
  readonly journal: JournalId | null
  readonly after: Balance
}

/** What a hold still holds. */
export function remainingOf(hold: Hold): Money {
  const open = hold.status === 'open' ? hold.amount.amount - hold.captured.amount : 0n
  return unchecked(open, hold.amount.currency)
}

export function hasExpired(hold: Hold, at: Instant): boolean {
  return hold.status === 'open' && hold.expiresAt !== null && hold.expiresAt <= at
}
