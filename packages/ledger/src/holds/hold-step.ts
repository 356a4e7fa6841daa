import type { Account } from '../accounts/account.ts'
import { balanceOf } from '../accounts/balance.ts'
import { withHeld } from '../accounts/movement.ts'
import type { JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { unchecked } from '../money/money.ts'
import type { Hold, HoldEvent, HoldEventType } from './hold.ts'

export interface HoldChanged {
  readonly type: 'hold-changed'
  readonly hold: Hold
  readonly event: HoldEvent
  /** The account it holds on, as it stands after it. */
  readonly account: Account
}

/**
 * One step of a hold: the hold as it is after it, the event that says so, and its account, which holds `change` more,
 * or less, than before. Every step of every hold is made here, so that the three always agree.
 */
export function holdStep(
  type: HoldEventType,
  hold: Hold,
  account: Account,
  change: bigint,
  at: Instant,
  journal: JournalId | null = null,
): HoldChanged {
  const next = withHeld(account, change, at)
  const amount = unchecked(change < 0n ? -change : change, account.currency)
  return {
    type: 'hold-changed',
    hold,
    account: next,
    event: { type, hold: hold.id, account: account.code, amount, at, journal, after: balanceOf(next) },
  }
}
