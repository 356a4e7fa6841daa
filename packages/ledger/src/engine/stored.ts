import type { AccountView } from '../accounts/account-view.ts'
import type { Balance } from '../accounts/balance.ts'
import type { Hold } from '../holds/hold.ts'
import type { Entry, Journal } from '../journals/journal.ts'
import { type Money, unchecked } from '../money/money.ts'

/** A type as it is in JSON: the same, with each amount as a string of minor units. */
export type Stored<T> = T extends bigint
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Member)[]
      ? readonly Stored<Member>[]
      : { readonly [Name in keyof T]: Stored<T[Name]> }

/** JSON text of anything made of plain data and amounts. The readers below are its other half. */
export function toStored(value: object): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? String(member) : member,
  )
}

export function readMoney({ amount, currency }: Stored<Money>): Money {
  return unchecked(BigInt(amount), currency)
}

export function readBalance(stored: Stored<Balance>): Balance {
  const { posted, held, usable } = stored
  return { ...stored, posted: readMoney(posted), held: readMoney(held), usable: readMoney(usable) }
}

export function readAccount(stored: Stored<AccountView>): AccountView {
  return {
    ...stored,
    floor: stored.floor && readMoney(stored.floor),
    ceiling: stored.ceiling && readMoney(stored.ceiling),
    balance: readBalance(stored.balance),
  }
}

export function readJournal(stored: Stored<Journal>): Journal {
  return { ...stored, entries: stored.entries.map(readEntry) }
}

export function readEntry(stored: Stored<Entry>): Entry {
  return { ...stored, amount: readMoney(stored.amount), after: readBalance(stored.after) }
}

export function readHold(stored: Stored<Hold>): Hold {
  return { ...stored, amount: readMoney(stored.amount), captured: readMoney(stored.captured) }
}
