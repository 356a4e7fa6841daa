import type { Account } from '../accounts/account.ts'
import type { StoredAccount } from '../engine/reader.ts'
import type { Instant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import type { BookMoment } from './book-moment.ts'
import type { CodeTotal, TotalsQuery } from './code-totals.ts'
import type { EffectivePage, EntryPage, HistoryEntry } from './history-entry.ts'

/**
 * What can be asked of kept books, beyond an account as it stands. Like a store there are two of these, over Maps and
 * over PostgreSQL, and one suite holds them to the same answers. Each method answers from one statement, of one moment.
 */
export interface Readings {
  /** An account as it is stored, and what the step that made one of its versions left. */
  accountAtVersion(book: string, code: string, version: number): Promise<AccountAtVersion | undefined>
  /** An account as of a recorded time. */
  recordedAsOf(book: string, code: string, at: Instant): Promise<RecordedAsOf | undefined>
  /** What an account had posted as of a business time. */
  effectiveAsOf(book: string, code: string, at: Instant): Promise<EffectiveAsOf | undefined>
  /**
   * What an account had posted, by business time, at each end of a period, by what was recorded until `known`; now when that
   * is left out. A period without a beginning has nothing before it.
   */
  effectivePeriod(
    book: string,
    code: string,
    period: Period,
    known?: KnownUntil,
  ): Promise<EffectivePeriod | undefined>
  /** What an account was just before each of two recorded times; a bound that is left out is the end on its side. */
  recordedPeriod(book: string, code: string, period: Period): Promise<RecordedPeriod | undefined>
  /** Entries in the order of their versions. */
  entries(page: EntryPage): Promise<readonly HistoryEntry[]>
  /** Entries in the order of their business times; of equal ones in that of their versions. */
  effectiveEntries(page: EffectivePage): Promise<readonly HistoryEntry[]>
  /** What accounts hold, added up by the beginnings of their codes. */
  totalsByCode(book: string, query: TotalsQuery, moment: BookMoment): Promise<readonly CodeTotal[]>
  journalOf(book: string, reference: string): Promise<Journal | undefined>
}

/** Bare totals of an account at one of its versions. */
export interface Totals {
  readonly posted: bigint
  readonly held: bigint
  readonly version: number
}

export interface AccountAtVersion extends StoredAccount {
  /** Left out where that step was not written: it is an expiry that nobody has written down yet, or there is none. */
  readonly made: Totals | undefined
}

export interface RecordedAsOf {
  readonly currency: string
  /** With the holds that had expired by then, whenever they were written down. */
  readonly totals: Totals
  /** Nothing can be recorded at or before that time any more. */
  readonly isFinal: boolean
}

/** A limit of what is known: nothing that was recorded later counts. */
export interface KnownUntil {
  readonly version: number
  readonly recordedAt: Instant
}

export interface EffectiveAsOf {
  readonly currency: string
  readonly posted: bigint
  /** The version that the account is at now. */
  readonly version: number
}

export interface EffectivePeriod {
  readonly account: Account
  readonly opening: bigint
  readonly closing: bigint
  readonly known: KnownUntil
}

/** From the first moment on, until just before the second. */
export interface Period {
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
}

export interface RecordedPeriod {
  readonly account: Account
  readonly opening: Totals
  readonly closing: Totals
}
