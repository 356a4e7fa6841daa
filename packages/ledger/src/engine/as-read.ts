import type { Account } from '../accounts/account.ts'
import { expireHolds } from '../holds/expire-holds.ts'
import { type Hold, hasExpired } from '../holds/hold.ts'
import type { StoredAccount, StoredHold } from './reader.ts'

// A hold that has expired holds nothing, though nobody may have written that down yet. Readers see the books as the next
// writer would find them, version included; otherwise an expected version read here could never be met.

export function accountAsRead({ account, openHolds, at }: StoredAccount): {
  account: Account
  openHolds: Hold[]
} {
  const expiries = expireHolds(account, openHolds, at)
  return {
    account: expiries.at(-1)?.account ?? account,
    openHolds: openHolds.filter((hold) => !hasExpired(hold, at)),
  }
}

export function holdAsRead({ hold, at }: StoredHold): Hold {
  return hasExpired(hold, at) ? { ...hold, status: 'expired', endedAt: hold.expiresAt } : hold
}
