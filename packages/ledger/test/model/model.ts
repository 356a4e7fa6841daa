import {
  type AccountStatus,
  type AccountType,
  type AccountView,
  type Balance,
  currencyTable,
  type Hold,
  type Instant,
  type Journal,
  type Metadata,
  type Money,
  type Side,
} from '../../src/index.ts'
import type { Request } from './request.ts'

/**
 * A book as a bookkeeper with all the time in the world would keep it: a list of what happened. It has no totals, no
 * versions and no indexes; whoever wants to know counts the list again. Plain data, so that it can be copied to try
 * something on.
 */
export interface Model {
  readonly book: string
  /** What the clock says. */
  clock: Instant
  readonly accounts: ModelAccount[]
  readonly facts: Fact[]
  readonly holds: Writable<Hold>[]
  readonly journals: Writable<Journal>[]
  readonly keys: Map<string, Memory>
  /** How many calls were made: names the next one. */
  calls: number
}

/** What a key remembers. The answer is empty until the ledger has given it. */
export interface Memory {
  readonly request: Request
  readonly isAccepted: boolean
  answer: string
}

export type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

export interface ModelAccount {
  id: AccountView['id']
  readonly code: string
  readonly type: AccountType
  readonly currency: string
  readonly floor: bigint | null
  readonly ceiling: bigint | null
  readonly metadata: Metadata
}

/** Something that happened to an account. Entries and hold events are the steps of its version. */
export type Fact = { readonly account: string; readonly at: Instant } & (
  | { readonly what: 'status'; readonly status: AccountStatus }
  | { readonly what: 'entry'; readonly change: bigint }
  | { readonly what: 'hold' }
)

/** Small limits, so that random amounts meet them. A total may be nine times the largest amount. */
export const currencies: ReturnType<typeof currencyTable> = currencyTable({ maxAmount: 100n })
export const maxTotal: bigint = 9n * currencies.maxAmount

export function emptyModel(book: string, clock: Date): Model {
  const at = toInstant(clock)
  return { book, clock: at, accounts: [], facts: [], holds: [], journals: [], keys: new Map(), calls: 0 }
}

/** A copy to try something on. Facts, accounts and journals never change; holds do, so each is copied too. */
export function copyOf({ accounts, facts, holds, journals, keys, ...rest }: Model): Model {
  return {
    ...rest,
    accounts: [...accounts],
    facts: [...facts],
    holds: holds.map((hold) => ({ ...hold })),
    journals: [...journals],
    keys: new Map(keys),
  }
}

export function accountOf(model: Model, code: string): ModelAccount | undefined {
  return model.accounts.find((account) => account.code === code)
}

export function statusOf(model: Model, code: string): AccountStatus {
  const changes = model.facts.filter((fact) => fact.what === 'status')
  return changes.findLast((fact) => fact.account === code)?.status ?? 'open'
}

/** What an account holds at a moment, counted from the start. */
export function balanceAt(model: Model, { code, currency }: ModelAccount, at: Instant): Balance {
  const steps = model.facts.filter((fact) => fact.account === code && fact.what !== 'status')
  const onIt = model.holds.filter((hold) => hold.account === code && hold.status === 'open')
  const posted = steps.reduce((sum, fact) => (fact.what === 'entry' ? sum + fact.change : sum), 0n)
  const held = onIt.reduce((sum, hold) => (isOver(hold, at) ? sum : sum + restOf(hold)), 0n)
  const unwritten = onIt.filter((hold) => isOver(hold, at)).length
  return {
    account: code,
    posted: { amount: posted, currency },
    held: { amount: held, currency },
    usable: { amount: posted - held, currency },
    version: steps.length + unwritten,
  }
}

export function viewAt(model: Model, account: ModelAccount, at: Instant): AccountView {
  const { code, type, currency, floor, ceiling } = account
  const opening = model.facts.find((fact) => fact.account === code)
  const inCurrency = (amount: bigint | null): Money | null => (amount === null ? null : { amount, currency })
  return {
    ...account,
    book: model.book,
    normalSide: growsOn(type),
    scale: currencies.scaleOf(currency),
    floor: inCurrency(floor),
    ceiling: inCurrency(ceiling),
    status: statusOf(model, code),
    openedAt: opening?.at ?? at,
    balance: balanceAt(model, account, at),
  }
}

/** When something on these accounts happens: now, but never before what happened to one of them last. */
export function instantFor(model: Model, codes: Iterable<string>): Instant {
  const on = new Set(codes)
  return model.facts.reduce((at, fact) => (on.has(fact.account) && fact.at > at ? fact.at : at), model.clock)
}

export function growsOn(type: AccountType): Side {
  return type === 'asset' || type === 'expense' ? 'debit' : 'credit'
}

export function isOver({ status, expiresAt }: Hold, at: Instant): boolean {
  return status === 'open' && expiresAt !== null && expiresAt <= at
}

export function restOf(hold: Hold): bigint {
  return hold.amount.amount - hold.captured.amount
}

/** A hold as anybody would see it at a moment. */
export function holdAt(hold: Hold, at: Instant): Hold {
  return isOver(hold, at) ? { ...hold, status: 'expired', endedAt: hold.expiresAt } : hold
}

export function toInstant(date: Date | string | number): Instant {
  return new Date(date).toISOString() as Instant // The shape of an instant is that of toISOString.
}
