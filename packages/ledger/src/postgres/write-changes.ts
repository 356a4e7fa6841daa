import type { Account } from '../accounts/account.ts'
import type { Effect } from '../engine/command.ts'
import type { Changes } from '../engine/store.ts'
import { accountsOf } from '../engine/working-book.ts'
import type { Hold, HoldEvent } from '../holds/hold.ts'
import type { Journal } from '../journals/journal.ts'
import type { Flights } from './flights.ts'
import { reclaimKeys } from './reclaim-keys.ts'
import { releaseKeys } from './release-keys.ts'
import { insertAccounts } from './write-accounts.ts'
import { insertHolds, updateHolds } from './write-holds.ts'
import { writeSteps } from './write-steps.ts'

/** An effect with its place in the batch, by which the feed orders what one batch did. */
export interface Placed<T> {
  readonly value: T
  readonly position: number
}

/** What one book is to be written, gathered by table, so that the number of statements does not grow with that of the effects. */
export interface BookChanges {
  /** As they were opened; what the batch did to them since is in `accounts`. */
  readonly opened: Map<string, Account>
  readonly accounts: Map<string, Account>
  readonly journals: Placed<Journal>[]
  readonly placed: Set<string>
  readonly holds: Map<string, Hold>
  readonly events: Placed<HoldEvent>[]
}

/**
 * Writes what was decided for one book, and what its keys remember. Accounts and holds are there before the steps that
 * were taken on them.
 */
export function writeBook(
  flights: Flights,
  bookId: number,
  batch: string,
  { effects, remembered, reclaimed, released }: Changes,
): void {
  const { opened, accounts, journals, placed, holds, events } = gather(effects)
  const all = [...accounts.values()]
  const accountIds = new Map(all.map(({ code, id }) => [code, id]))
  const isNew = ({ id }: Hold): boolean => placed.has(id)

  insertAccounts(flights, bookId, [...opened.values()])
  insertHolds(flights, bookId, [...holds.values()].filter(isNew), accountIds)
  reclaimKeys(flights, bookId, reclaimed)
  const changed = all.filter((account) => opened.get(account.code) !== account)
  writeSteps(flights, bookId, batch, { accounts: changed, journals, events, accountIds, remembered })
  updateHolds(
    flights,
    bookId,
    [...holds.values()].filter((hold) => !isNew(hold)),
  )
  releaseKeys(flights, bookId, released)
}

export function gather(effects: readonly Effect[]): BookChanges {
  const changes: BookChanges = {
    opened: new Map(),
    accounts: new Map(),
    journals: [],
    placed: new Set(),
    holds: new Map(),
    events: [],
  }
  for (const [position, effect] of effects.entries()) {
    // The last state of a row is the one that is written.
    for (const account of accountsOf(effect)) changes.accounts.set(account.code, account)
    if (effect.type === 'account-opened') changes.opened.set(effect.account.code, effect.account)
    if (effect.type === 'journal-posted') changes.journals.push({ value: effect.journal, position })
    if (effect.type === 'hold-changed') {
      changes.holds.set(effect.hold.id, effect.hold)
      changes.events.push({ value: effect.event, position })
      if (effect.event.type === 'placed') changes.placed.add(effect.hold.id)
    }
  }
  return changes
}
