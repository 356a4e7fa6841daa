import type { Account } from '../accounts/account.ts'
import type { Hold } from '../holds/hold.ts'
import type { HoldId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import type { Effect } from './command.ts'
import type { Outcome } from './outcome.ts'

/**
 * Where books are kept. The engine knows two: Maps, and PostgreSQL. Both are driven through the same four moments, and
 * one conformance suite holds them to the same promises.
 */
export interface Store {
  /**
   * Runs `work` as one transaction: what it writes is kept as a whole or, when it throws or `keep` is false, not at all.
   */
  transaction<T>(work: (unit: StoreTransaction) => Promise<T>, options: TransactionOptions): Promise<T>
}

export interface TransactionOptions {
  readonly keep: boolean
  /** How long to wait for a key or an account that somebody else has locked. Left out, as long as it takes. */
  readonly patienceMs?: number | undefined
  readonly way?: Way | undefined
}

/** How a transaction travels, for whoever has several under way and minds which goes where. */
export interface Way {
  /**
   * The transaction is to be judged on what this one will leave, and to be sent right behind it. Where that cannot be, or the
   * one ahead comes to nothing, it is not sent at all: it fails with `LeftBehind`.
   */
  readonly behind: Ahead | undefined
  /** Asked in the last moment. What may not leave was not sent and never will be: it fails with `LeftBehind`. */
  mayLeave(): boolean
  /** Told once it was sent in such a way that another may be sent behind it. */
  onDeparted(ahead: Ahead): void
}

/** A transaction that was sent, with its COMMIT, and is not answered yet. */
export interface Ahead {
  /** False from the moment in which it is answered, or another is behind it. */
  readonly canBeFollowed: boolean
}

export interface StoreTransaction {
  /** Whether a journal is kept as the answer of its key, which then has to name it from the moment it is claimed. */
  readonly letsJournalsTell: boolean
  /**
   * Claims the keys, locks the accounts, reads the instant and loads what the commands name, in this order: a twin waits
   * at the key, before it holds any lock; an account is read as it stands once it is ours.
   */
  open(needs: Needs): Promise<Loaded>
  /** Writes what was decided, and remembers the outcomes under their keys. Called at most once, after `open`. */
  write(changes: Changes): Promise<void>
  /**
   * The instant of what was written, once the transaction has ended, where `open` could not tell it yet and answered with
   * `undated`.
   */
  writtenAt?(): Instant | undefined
}

/** What a batch of commands must have before it can be judged, by book. */
export type Needs = ReadonlyMap<string, BookNeeds>

export interface BookNeeds {
  /** Each is claimed for the command that brings it; a key that is remembered already is answered with its memory. */
  readonly claims: ReadonlyMap<string, Claim>
  readonly accounts: ReadonlySet<string>
  /** Those of them that are to be opened: nobody else may open one of these until we are done. */
  readonly opening: ReadonlySet<string>
  /** Their accounts are locked too. */
  readonly holds: ReadonlySet<HoldId>
  /** To be reversed; the accounts of their entries are locked too. */
  readonly journals: ReadonlySet<JournalId>
  readonly references: ReadonlySet<string>
}

export interface Claim {
  /** Canonical, or a digest of it where the journal of that id will tell the rest. */
  readonly request: string
  /** The id of the journal that the command will post if it is accepted, where a journal is all that it comes to. */
  readonly journal: JournalId | null
}

export interface Loaded {
  readonly at: Instant
  readonly books: ReadonlyMap<string, LoadedBook>
}

export interface LoadedBook {
  readonly remembered: ReadonlyMap<string, RememberedKey>
  readonly accounts: readonly Account[]
  /** Those asked for, and every open one of a loaded account that has expired by `at`. */
  readonly holds: readonly Hold[]
  readonly journals: readonly Journal[]
  readonly references: ReadonlyMap<string, JournalId>
  /** Reversed journal to the journal that reverses it. */
  readonly reversals: ReadonlyMap<JournalId, JournalId>
}

export interface RememberedKey {
  readonly request: string
  readonly outcome: string
}

/** What a claimed key came to. */
export interface Remembered extends Claim {
  readonly book: string
  readonly key: string
  readonly outcome: Outcome
}

export interface Changes {
  /** In the order in which they happened. */
  readonly effects: readonly Effect[]
  readonly remembered: readonly Remembered[]
  /**
   * Keys that a command of the batch left free and a later one took, and those that were claimed with a digest and came to
   * no journal that could tell the rest: claimed anew, with what was asked in full.
   */
  readonly reclaimed: readonly (Claim & { readonly book: string; readonly key: string })[]
  /** Claimed keys whose commands could not be judged: free again. */
  readonly released: readonly { readonly book: string; readonly key: string }[]
}
