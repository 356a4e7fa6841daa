import type { Account } from '../accounts/account.ts'
import type { Effect } from '../engine/command.ts'
import { encodeOutcome } from '../engine/outcome.ts'
import type { BookNeeds, Changes, LoadedBook, RememberedKey } from '../engine/store.ts'
import { accountsOf } from '../engine/working-book.ts'
import { type Hold, type HoldEvent, hasExpired } from '../holds/hold.ts'
import type { HoldId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import { freezeDeep } from './freeze-deep.ts'

/** One book on Maps. What PostgreSQL keeps in a table is a Map here, and what it indexes is another. */
export class MemoryBook {
  readonly name: string
  readonly accounts = new Map<string, Account>()
  readonly journals = new Map<JournalId, Journal>()
  readonly holds = new Map<HoldId, Hold>()
  readonly holdEvents: HoldEvent[] = []
  readonly keys = new Map<string, RememberedKey>()
  readonly #references = new Map<string, JournalId>()
  readonly #reversals = new Map<JournalId, JournalId>()
  readonly #openHolds = new Map<string, Set<HoldId>>()

  constructor(name: string) {
    this.name = name
  }

  /** The codes of all accounts a batch touches: those it names, and those of the holds and journals it names. */
  accountsNamedBy({ accounts, holds, journals }: BookNeeds): Account[] {
    const codes = new Set(accounts)
    for (const id of holds) codes.add(this.holds.get(id)?.account ?? '')
    for (const id of journals)
      for (const { account } of this.journals.get(id)?.entries ?? []) codes.add(account)
    return present([...codes].map((code) => this.accounts.get(code)))
  }

  load(needs: BookNeeds, accounts: readonly Account[], at: Instant): LoadedBook {
    const named = present([...needs.holds].map((id) => this.holds.get(id)))
    const expired = accounts
      .flatMap(({ code }) => this.openHoldsOf(code))
      .filter((hold) => hasExpired(hold, at))
    return {
      remembered: pick(this.keys, needs.claims.keys()),
      accounts,
      holds: [...new Set([...named, ...expired])],
      journals: present([...needs.journals].map((id) => this.journals.get(id))),
      references: pick(this.#references, needs.references),
      reversals: pick(this.#reversals, needs.journals),
    }
  }

  reversalOf(id: JournalId): JournalId | undefined {
    return this.#reversals.get(id)
  }

  journalOf(reference: string): Journal | undefined {
    const id = this.#references.get(reference)
    return id && this.journals.get(id)
  }

  openHoldsOf(account: string): Hold[] {
    return present([...(this.#openHolds.get(account) ?? [])].map((id) => this.holds.get(id)))
  }

  /** What is kept is frozen: callers hold the same objects as answers, and nothing they do may change a book. */
  take(effect: Effect): void {
    freezeDeep(effect)
    for (const account of accountsOf(effect)) this.accounts.set(account.code, account)
    if (effect.type === 'journal-posted') this.#takeJournal(effect.journal)
    if (effect.type === 'hold-changed') this.#takeHold(effect.hold, effect.event)
  }

  remember({ key, request, outcome }: Changes['remembered'][number]): void {
    this.keys.set(key, { request, outcome: encodeOutcome(outcome) })
  }

  #takeJournal(journal: Journal): void {
    this.journals.set(journal.id, journal)
    if (journal.reference !== null) this.#references.set(journal.reference, journal.id)
    if (journal.reverses !== null) this.#reversals.set(journal.reverses, journal.id)
  }

  #takeHold(hold: Hold, event: HoldEvent): void {
    this.holds.set(hold.id, hold)
    this.holdEvents.push(event)
    const open = this.#openHolds.get(hold.account) ?? new Set()
    if (hold.status === 'open') open.add(hold.id)
    else open.delete(hold.id)
    this.#openHolds.set(hold.account, open)
  }
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined)
}

function pick<Name, Value>(from: ReadonlyMap<Name, Value>, names: Iterable<Name>): Map<Name, Value> {
  const picked = new Map<Name, Value>()
  for (const name of names) {
    const value = from.get(name)
    if (value !== undefined) picked.set(name, value)
  }
  return picked
}
