import type { Metadata } from '../books/fields.ts'
import type { AccountId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/**
 * The two sides of an account. On one of them an entry makes it grow; the type of the account says on
 * which.
 */
export type Side = 'debit' | 'credit'

/** What an account is to its book. It decides on which side an entry makes it grow. */
export type AccountType = 'asset' | 'liability' | 'equity' | 'income' | 'expense'

/**
 * `frozen`: value may come in, holds that stand may be captured or voided, nothing else may leave or be held.
 * `closed`: nothing at all, and nothing in it.
 */
export type AccountStatus = 'open' | 'frozen' | 'closed'

/** A named place value sits in a book, with the totals that every write on it keeps true. */
export interface Account {
  readonly id: AccountId
  readonly book: string
  readonly code: string
  readonly currency: string
  /** The digits of its currency when it was opened. A table that says otherwise now is refused. */
  readonly scale: number
  readonly type: AccountType
  /** The least that usable may be, in minor units. `null`: it may be anything. */
  readonly floor: bigint | null
  /** The most that posted may be, in minor units. `null`: it may be anything. */
  readonly ceiling: bigint | null
  readonly metadata: Metadata
  readonly status: AccountStatus
  /** The sum of its entries, positive on its normal side. */
  readonly posted: bigint
  /** The sum of what its open holds still hold. */
  readonly held: bigint
  /** Counts entries and hold events together: 1, 2, 3 without gaps. 0 means that nothing has happened yet. */
  readonly version: number
  readonly entryCount: number
  readonly openedAt: Instant
  /** The instant of its last entry, hold event or change of status. No later write on it has an earlier one. */
  readonly changedAt: Instant
}

/** The side on which an entry makes an account of this type grow. */
export function normalSide(type: AccountType): Side {
  return type === 'asset' || type === 'expense' ? 'debit' : 'credit'
}

export function oppositeSide(side: Side): Side {
  return side === 'debit' ? 'credit' : 'debit'
}

/** What its owner may spend: posted less held. */
export function usableOf(account: Account): bigint {
  return account.posted - account.held
}
