import { type Account, normalSide } from '../../accounts/account.ts'
import { hasExpired } from '../../holds/hold.ts'
import type { Instant } from '../../instant.ts'
import type { MemoryBooks } from '../../memory/memory-books.ts'
import { nothingYet } from '../balance-as-of.ts'
import type { HistoryEntry } from '../history-entry.ts'
import type { KnownUntil, Readings, Totals } from '../readings.ts'
import { totalsThen } from '../totals-then.ts'
import { type AccountStep, stepsOf } from './account-steps.ts'
import { addUpByCode } from './add-up-by-code.ts'
import { isWithin, passes } from './passes.ts'
import { toHistoryEntry } from './to-history-entry.ts'

/** Reads books in memory. Every answer is worked out from all that happened; nothing is looked up. */
export function memoryReadings(books: MemoryBooks): Readings {
  const find = (book: string, code: string): Account | undefined => books.book(book).accounts.get(code)
  const steps = (book: string, code: string): AccountStep[] => stepsOf(books.book(book), code)

  return {
    accountAtVersion: async (book, code, version) => {
      const stored = await books.account(book, code)
      return stored && { ...stored, made: steps(book, code).find((step) => step.version === version) }
    },

    recordedAsOf: async (book, code, at) => {
      const account = find(book, code)
      if (account === undefined) return undefined
      const { holds } = books.book(book)
      const all = steps(book, code)
      const totals = all.findLast(({ recordedAt }) => recordedAt <= at) ?? nothingYet
      const later = all.filter(({ version }) => version > totals.version)
      const hadExpired = ({ event }: AccountStep): boolean =>
        event?.type === 'expired' && (holds.get(event.hold)?.endedAt ?? at) <= at
      const others = later.findIndex((step) => !hadExpired(step))
      const written = {
        ...{ account, totals },
        afterExpiries: later.slice(0, others === -1 ? later.length : others).at(-1),
        unwritten: books
          .book(book)
          .openHoldsOf(code)
          .filter((hold) => hasExpired(hold, at)),
      }
      return {
        currency: account.currency,
        totals: totalsThen(written, at),
        isFinal: at < books.now(),
      }
    },

    effectiveAsOf: async (book, code, at) => {
      const account = find(book, code)
      if (account === undefined) return undefined
      const happened = historyOf(account, steps(book, code)).filter(
        ({ journal }) => journal.effectiveAt <= at,
      )
      return { currency: account.currency, posted: sumOf(happened), version: account.version }
    },

    effectivePeriod: async (book, code, { from, to }, known) => {
      const account = find(book, code)
      if (account === undefined) return undefined
      const until: KnownUntil = known ?? { version: account.version, recordedAt: account.changedAt }
      const all = historyOf(account, steps(book, code)).filter(({ after }) => after.version <= until.version)
      const before = (moment: Instant): HistoryEntry[] =>
        all.filter(({ journal }) => journal.effectiveAt < moment)
      return {
        account,
        opening: from === undefined ? 0n : sumOf(before(from)),
        closing: sumOf(to === undefined ? all : before(to)),
        known: until,
      }
    },

    recordedPeriod: async (book, code, { from, to }) => {
      const account = find(book, code)
      if (account === undefined) return undefined
      const all = steps(book, code)
      const justBefore = (moment: Instant): Totals =>
        all.findLast(({ recordedAt }) => recordedAt < moment) ?? nothingYet
      return {
        account,
        opening: from === undefined ? nothingYet : justBefore(from),
        closing: to === undefined ? account : justBefore(to),
      }
    },

    entries: async ({ book, account, above, upTo, order, filters, offset, limit }) => {
      const found = historyOf(account, steps(book, account.code)).filter(
        (entry) => entry.after.version > above && entry.after.version <= upTo && passes(filters, entry),
      )
      return (order === 'oldest' ? found : found.toReversed()).slice(offset, offset + limit)
    },

    effectiveEntries: async ({ book, account, period, upTo, after, limit }) =>
      historyOf(account, steps(book, account.code))
        .filter((entry) => entry.after.version <= upTo && isWithin(entry.journal.effectiveAt, period))
        .filter((entry) => after === undefined || compare(placeOf(entry), after) > 0)
        .toSorted((a, b) => compare(placeOf(a), placeOf(b)))
        .slice(0, limit),

    totalsByCode: async (book, query, moment) => addUpByCode(books.book(book), query, moment),

    journalOf: async (book, reference) => books.book(book).journalOf(reference),
  }
}

function historyOf(
  account: Pick<Account, 'type'> | { readonly normalSide: 'debit' | 'credit' },
  steps: readonly AccountStep[],
): HistoryEntry[] {
  const side = 'type' in account ? normalSide(account.type) : account.normalSide
  return steps.flatMap(({ entry }) => (entry ? [toHistoryEntry(entry.journal, entry.entry, side)] : []))
}

const sumOf = (entries: readonly HistoryEntry[]): bigint =>
  entries.reduce((sum, { change }) => sum + change.amount, 0n)

interface Place {
  readonly effectiveAt: Instant
  readonly version: number
}

const placeOf = ({ journal, after }: HistoryEntry): Place => ({
  effectiveAt: journal.effectiveAt,
  version: after.version,
})

function compare(a: Place, b: Place): number {
  if (a.effectiveAt !== b.effectiveAt) return a.effectiveAt < b.effectiveAt ? -1 : 1
  return a.version - b.version
}
