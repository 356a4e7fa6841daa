import { type Clock, systemClock } from '../clock.ts'
import { createIds } from '../ids.ts'
import { Ledger } from '../ledger/ledger.ts'
import { submitTo } from '../ledger/submit.ts'
import { MemoryBooks } from '../memory/memory-books.ts'
import { type CurrencyTable, isoCurrencies } from '../money/currency-table.ts'
import { memoryReading } from '../reading/memory/memory-reading.ts'
import { type RandomSource, systemRandom } from '../uuid-v7.ts'

/** What a ledger in memory may be given; nothing is needed. */
export interface MemoryLedgerOptions {
  readonly clock?: Clock
  readonly random?: RandomSource
  readonly currencies?: CurrencyTable
}

/** A ledger whose books can be looked into, for tests. */
export interface MemoryLedger extends Ledger {
  readonly books: MemoryBooks
}

/**
 * A ledger in memory: the same engine and the same rules as in PostgreSQL, for tests that want no database. Its books
 * are gone when it is.
 *
 * @example
 * ```ts
 * import { memoryLedger } from '@evenkeel/ledger/testing'
 *
 * const main = memoryLedger().book('main')
 * ```
 */
export function memoryLedger(options: MemoryLedgerOptions = {}): MemoryLedger {
  const { clock = systemClock, random = systemRandom, currencies = isoCurrencies } = options
  const books = new MemoryBooks(clock)
  const submit = submitTo(books, { ids: createIds({ clock, random }), currencies })
  return Object.assign(new Ledger({ submit, ...memoryReading(books), currencies }), { books })
}
