import { z } from 'zod'
import type { AccountRef } from '../accounts/account-ref.ts'
import { parseInput } from '../books/parse-input.ts'
import type { Chart, ChartAccounts } from '../chart/define-chart.ts'
import type { Reader } from '../engine/reader.ts'
import type { CurrencyTable } from '../money/currency-table.ts'
import { Feed } from '../reading/feed/feed.ts'
import type { FeedSource } from '../reading/feed/feed-source.ts'
import type { Readings } from '../reading/readings.ts'
import { Book } from './book.ts'
import type { Submit } from './submit.ts'

/** What a ledger is made of: the path that writes, and those that read. */
export interface LedgerParts {
  readonly submit: Submit
  readonly reader: Reader
  readonly readings: Readings
  readonly feed: FeedSource
  readonly currencies: CurrencyTable
}

/** The front door: books by name. */
export class Ledger {
  /** Every journal and hold event of all books, for subscribers. */
  readonly feed: Feed
  readonly #parts: LedgerParts

  constructor(parts: LedgerParts) {
    this.#parts = parts
    this.feed = new Feed(parts.feed)
  }

  /** A book. Asking for one costs nothing, and one that nothing was written to is empty. */
  book(name: string): Book
  /** A book that accepts the accounts and flows of a chart, and no others. */
  book<A extends ChartAccounts, Kind extends string>(
    name: string,
    chart: Chart<A, Kind>,
  ): Book<AccountRef<keyof A & string>, Kind>
  book(name: string, chart?: Chart): Book {
    const book = parseInput(bookName, name, 'The name of a book')
    return new Book({ ...this.#parts, book, chart })
  }
}

// As the schema of PostgreSQL has it, so that every name that is taken here is taken there.
const bookName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/,
    'A book is named by up to 63 of a-z, 0-9, ".", "_" and "-", a letter or digit first and last, such as "main"',
  )
