import type { HoldEventType } from '../../holds/hold.ts'
import type { HoldId } from '../../ids.ts'
import type { Instant } from '../../instant.ts'
import type { Entry, Journal } from '../../journals/journal.ts'
import type { MemoryBook } from '../../memory/memory-book.ts'
import type { Totals } from '../readings.ts'

/** One step of an account's version, with what it left. */
export interface AccountStep extends Totals {
  readonly recordedAt: Instant
  readonly entry?: { readonly journal: Journal; readonly entry: Entry }
  readonly event?: { readonly type: HoldEventType; readonly hold: HoldId }
}

/** Every step of an account, in the order of its versions. It goes through the whole book: memory is for small ones. */
export function stepsOf(book: MemoryBook, code: string): AccountStep[] {
  const entries = [...book.journals.values()].flatMap((journal) =>
    journal.entries
      .filter(({ account }) => account === code)
      .map((entry) => ({
        ...totalsOf(entry.after),
        recordedAt: journal.recordedAt,
        entry: { journal, entry },
      })),
  )
  const events = book.holdEvents
    .filter(({ account }) => account === code)
    .map(({ after, at, type, hold }) => ({ ...totalsOf(after), recordedAt: at, event: { type, hold } }))
  return [...entries, ...events].toSorted((a, b) => a.version - b.version)
}

function totalsOf({ posted, held, version }: Entry['after']): Totals {
  return { posted: posted.amount, held: held.amount, version }
}
