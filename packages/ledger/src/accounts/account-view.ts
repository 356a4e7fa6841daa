import type { Metadata } from '../books/fields.ts'
import type { AccountId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { type Money, unchecked } from '../money/money.ts'
import { type Account, type AccountStatus, type AccountType, normalSide, type Side } from './account.ts'
import { type Balance, balanceOf } from './balance.ts'

/** An account as callers see it: every amount with its currency. */
export interface AccountView {
  readonly id: AccountId
  readonly book: string
  readonly code: string
  readonly type: AccountType
  readonly normalSide: Side
  readonly currency: string
  /** How many decimal digits an amount of it has. */
  readonly scale: number
  readonly floor: Money | null
  readonly ceiling: Money | null
  readonly metadata: Metadata
  readonly status: AccountStatus
  readonly openedAt: Instant
  readonly balance: Balance
}

export function viewAccount(account: Account): AccountView {
  const { id, book, code, type, currency, scale, floor, ceiling, metadata, status, openedAt } = account
  const inCurrency = (amount: bigint | null): Money | null =>
    amount === null ? null : unchecked(amount, currency)
  return {
    id,
    book,
    code,
    type,
    normalSide: normalSide(type),
    currency,
    scale,
    floor: inCurrency(floor),
    ceiling: inCurrency(ceiling),
    metadata,
    status,
    openedAt,
    balance: balanceOf(account),
  }
}
