import type { Account } from '../accounts/account.ts'
import type { Instant } from '../instant.ts'
import { type Hold, hasExpired, remainingOf } from './hold.ts'
import { type HoldChanged, holdStep } from './hold-step.ts'

/**
 * The steps that end, at an instant, the holds of one account that have expired by then: the earliest expiry first,
 * so that whoever works it out gets the same versions. Each counts as one, which is why a reader who subtracts
 * expired holds adds as many to the version.
 */
export function expireHolds(account: Account, holds: readonly Hold[], at: Instant): HoldChanged[] {
  const expired = holds
    .filter((hold) => hold.account === account.code && hasExpired(hold, at))
    .sort((a, b) => compareText(a.expiresAt ?? '', b.expiresAt ?? '') || compareText(a.id, b.id))

  const steps: HoldChanged[] = []
  let current = account
  for (const hold of expired) {
    const ended: Hold = { ...hold, status: 'expired', endedAt: hold.expiresAt }
    const step = holdStep('expired', ended, current, -remainingOf(hold).amount, at)
    current = step.account
    steps.push(step)
  }
  return steps
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
