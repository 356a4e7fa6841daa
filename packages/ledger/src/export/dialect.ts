import type { DayEnd, ExportedAccount, ExportedCurrency, ExportedJournal } from './records.ts'

/** How one program wants a book told. Each function gives lines, each with its end, or nothing. */
export interface Dialect {
  /** What the program's files are usually called. */
  readonly extension: string
  head(facts: Facts): string
  currency(currency: ExportedCurrency): string
  account(account: ExportedAccount, facts: Facts): string
  /** What the account had before the period. Called for those that had something. */
  opening(account: ExportedAccount, facts: Facts): string
  journal(journal: ExportedJournal): string
  /** A check of the balance at the end of a day, where the program cannot check it after each entry. */
  readonly dayEnd?: (end: DayEnd) => string
  /** A check of the balance at the end of the period. */
  closing(account: ExportedAccount, facts: Facts): string
}

/** What holds for the whole of an export. */
export interface Facts {
  readonly book: string
  /** The period by the moment of recording: from the first, up to and without the second. Null is without end. */
  readonly from: string | null
  readonly to: string | null
  /** The days, in UTC, on which the opening and the closing balances stand. */
  readonly openingDay: string
  readonly closingDay: string
}

export function dayOf(instant: string): string {
  return instant.slice(0, 'YYYY-MM-DD'.length)
}

export function dayAfter(day: string): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString())
}
