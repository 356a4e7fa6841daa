import type { Account } from '../accounts/account.ts'
import type { Effect } from '../engine/command.ts'
import type { Changes } from '../engine/store.ts'
import { accountsOf } from '../engine/working-book.ts'
import type { Hold, HoldEvent } from '../holds/hold.ts'
import type { Journal } from '../journals/journal.ts'
import type { SqlConnection } from './sql-connection.ts'
import { insertAccounts, updateAccounts } from './write-accounts.ts'
import { insertHoldEvents, insertHolds, updateHolds } from './write-holds.ts'
import { insertJournals } from './write-journals.ts'
import { releaseKeys, rememberKeys } from './write-keys.ts'

/** An effect with its place in the batch, by which the feed orders what one batch did. */
export interface Placed<T> {
  readonly value: T
  readonly position: number
}

/** What one book is to be written, gathered by table: each table gets one statement, however many effects there are. */
interface BookChanges {
  readonly opened: Set<string>
  readonly accounts: Map<string, Account>
  readonly journals: Placed<Journal>[]
  readonly placed: Set<string>
  readonly holds: Map<string, Hold>
  readonly events: Placed<HoldEvent>[]
}

/** Writes what was decided for one book, and what its keys remember. Accounts first: what follows refers to them. */
export async function writeBook(
  connection: SqlConnection,
  bookId: number,
  batch: string,
  { effects, remembered, released }: Changes,
): Promise<void> {
  const { opened, accounts, journals, placed, holds, events } = gather(effects)
  const ids = new Map([...accounts.values()].map(({ code, id }) => [code, id]))
  const isNew = (code: string): boolean => opened.has(code)

  await insertAccounts(
    connection,
    bookId,
    [...accounts.values()].filter(({ code }) => isNew(code)),
  )
  await updateAccounts(
    connection,
    bookId,
    [...accounts.values()].filter(({ code }) => !isNew(code)),
  )
  await insertJournals(connection, bookId, batch, journals, ids)
  await insertHolds(
    connection,
    bookId,
    [...holds.values()].filter(({ id }) => placed.has(id)),
    ids,
  )
  await updateHolds(
    connection,
    bookId,
    [...holds.values()].filter(({ id }) => !placed.has(id)),
  )
  await insertHoldEvents(connection, bookId, batch, events, ids)
  await rememberKeys(connection, bookId, remembered)
  await releaseKeys(connection, bookId, released)
}

function gather(effects: readonly Effect[]): BookChanges {
  const changes: BookChanges = {
    opened: new Set(),
    accounts: new Map(),
    journals: [],
    placed: new Set(),
    holds: new Map(),
    events: [],
  }
  for (const [position, effect] of effects.entries()) {
    // The last state of a row is the one that is written.
    for (const account of accountsOf(effect)) changes.accounts.set(account.code, account)
    if (effect.type === 'account-opened') changes.opened.add(effect.account.code)
    if (effect.type === 'journal-posted') changes.journals.push({ value: effect.journal, position })
    if (effect.type === 'hold-changed') {
      changes.holds.set(effect.hold.id, effect.hold)
      changes.events.push({ value: effect.event, position })
      if (effect.event.type === 'placed') changes.placed.add(effect.hold.id)
    }
  }
  return changes
}
