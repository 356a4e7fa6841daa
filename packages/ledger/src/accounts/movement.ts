import { type Instant, latest } from '../instant.ts'
import { type Account, normalSide, type Side } from './account.ts'

// The only two ways in which the totals of an account change. Both are one step of its version, so that an expected
// version protects usable as well as posted.

/** The account after one entry. */
export function withEntry(account: Account, side: Side, amount: bigint, at: Instant): Account {
  const signed = side === normalSide(account.type) ? amount : -amount
  return {
    ...account,
    posted: account.posted + signed,
    entryCount: account.entryCount + 1,
    version: account.version + 1,
    changedAt: latest(account.changedAt, at),
  }
}

/** The account after one hold event, which holds so much more, or less. */
export function withHeld(account: Account, change: bigint, at: Instant): Account {
  return {
    ...account,
    held: account.held + change,
    version: account.version + 1,
    changedAt: latest(account.changedAt, at),
  }
}
