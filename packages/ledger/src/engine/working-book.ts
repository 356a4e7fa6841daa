import type { Account } from '../accounts/account.ts'
import { expireHolds } from '../holds/expire-holds.ts'
import type { Hold } from '../holds/hold.ts'
import type { HoldChanged } from '../holds/hold-step.ts'
import type { KnownHolds } from '../holds/known-holds.ts'
import type { HoldId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import type { Effect } from './command.ts'
import type { LoadedBook } from './store.ts'

/**
 * A book in memory while a batch is judged: what was loaded, with the effects of the commands judged so far. Each
 * command sees the book as the one before it left it.
 *
 * Holds that have expired by the instant of the batch are ended here before anybody looks. They are written only with
 * the first command on their account that is accepted: a rejected one leaves nothing but its key.
 */
export class WorkingBook implements KnownHolds {
  readonly book: string
  readonly #accounts = new Map<string, Account>()
  readonly #holds = new Map<HoldId, Hold>()
  readonly #journals = new Map<JournalId, Journal>()
  readonly #references: Map<string, JournalId>
  readonly #reversals: Map<JournalId, JournalId>
  readonly #unwrittenExpiries = new Map<string, readonly HoldChanged[]>()

  constructor(book: string, loaded: LoadedBook, at: Instant) {
    this.book = book
    this.#references = new Map(loaded.references)
    this.#reversals = new Map(loaded.reversals)
    for (const journal of loaded.journals) this.#journals.set(journal.id, journal)
    for (const hold of loaded.holds) this.#holds.set(hold.id, hold)
    for (const account of loaded.accounts) this.#accounts.set(account.code, account)
    if (loaded.holds.length > 0)
      for (const account of loaded.accounts) this.#expire(account, loaded.holds, at)
  }

  #expire(account: Account, holds: readonly Hold[], at: Instant): void {
    const expiries = expireHolds(account, holds, at)
    if (expiries.length > 0) this.#unwrittenExpiries.set(account.code, expiries)
    for (const expiry of expiries) this.#take(expiry)
  }

  account(code: string): Account | undefined {
    return this.#accounts.get(code)
  }

  hold(id: HoldId): Hold | undefined {
    return this.#holds.get(id)
  }

  journal(id: JournalId): Journal | undefined {
    return this.#journals.get(id)
  }

  journalOf(reference: string): JournalId | undefined {
    return this.#references.get(reference)
  }

  reversalOf(id: JournalId): JournalId | undefined {
    return this.#reversals.get(id)
  }

  /** Takes the effects of an accepted command, and answers with what is to be written for them. */
  apply(effects: readonly Effect[]): readonly Effect[] {
    for (const effect of effects) this.#take(effect)
    if (this.#unwrittenExpiries.size === 0) return effects
    return effects.flatMap((effect) => [
      ...accountsOf(effect).flatMap(({ code }) => this.endExpired(code)),
      effect,
    ])
  }

  /** What is to be written to end the holds of an account that have expired; nothing the second time. */
  endExpired(code: string): readonly HoldChanged[] {
    const expiries = this.#unwrittenExpiries.get(code) ?? []
    this.#unwrittenExpiries.delete(code)
    return expiries
  }

  /** The same book, to be tried on: what is applied to it can be thrown away. */
  fork(): WorkingBook {
    const nothing: LoadedBook = {
      remembered: new Map(),
      accounts: [],
      holds: [],
      journals: [],
      references: this.#references,
      reversals: this.#reversals,
    }
    const copy = new WorkingBook(this.book, nothing, '' as Instant)
    for (const [code, account] of this.#accounts) copy.#accounts.set(code, account)
    for (const [id, hold] of this.#holds) copy.#holds.set(id, hold)
    for (const [id, journal] of this.#journals) copy.#journals.set(id, journal)
    for (const [code, expiries] of this.#unwrittenExpiries) copy.#unwrittenExpiries.set(code, expiries)
    return copy
  }

  #take(effect: Effect): void {
    for (const account of accountsOf(effect)) this.#accounts.set(account.code, account)
    if (effect.type === 'hold-changed') this.#holds.set(effect.hold.id, effect.hold)
    if (effect.type === 'journal-posted') {
      const { journal } = effect
      this.#journals.set(journal.id, journal)
      if (journal.reference !== null) this.#references.set(journal.reference, journal.id)
      if (journal.reverses !== null) this.#reversals.set(journal.reverses, journal.id)
    }
  }
}

/** The accounts an effect changes, as they stand after it. */
export function accountsOf(effect: Effect): readonly Account[] {
  return effect.type === 'journal-posted' ? effect.accounts : [effect.account]
}
