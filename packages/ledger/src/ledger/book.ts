import { referenceField } from '../books/fields.ts'
import { parseInput } from '../books/parse-input.ts'
import { type JournalId, parseJournalId } from '../ids.ts'
import type { PostedJournal } from '../journals/draft-journal.ts'
import type { Journal } from '../journals/journal.ts'
import { journalNotFound } from '../journals/known-journals.ts'
import { type PostJournal, postJournalInput } from '../journals/post-journal.ts'
import { type ReverseJournal, reverseJournalInput } from '../journals/reverse-journal.ts'
import { type CodeTotal, type Totalled, totalsByCode } from '../reading/code-totals.ts'
import { historyCsv, statementCsv } from '../reading/csv-stream.ts'
import type { Cursor } from '../reading/cursor.ts'
import { Feed } from '../reading/feed/feed.ts'
import { type HistoryPage, type HistoryQuery, readHistory } from '../reading/read-history.ts'
import { readStatement, type Statement, type StatementQuery } from '../reading/read-statement.ts'
import { readTrialBalance, type TrialBalance } from '../reading/trial-balance.ts'
import { Accounts } from './accounts.ts'
import { type BookContext, write } from './book-context.ts'
import { Holds } from './holds.ts'
import { type BatchOptions, postBatch, type Settled } from './post-batch.ts'
import type { SubmitOptions, Written } from './submit.ts'

/**
 * One set of accounts that balances by itself.
 *
 * Opened with a chart it accepts the chart's accounts and flows only, and the compiler knows them.
 */
export class Book<Code extends string = string, Kind extends string = string> {
  readonly name: string
  readonly accounts: Accounts<Code>
  readonly holds: Holds<Code, Kind>
  /** Every journal and hold event of this book, for subscribers. */
  readonly feed: Feed
  readonly #context: BookContext

  constructor(context: BookContext) {
    this.name = context.book
    this.accounts = new Accounts(context)
    this.holds = new Holds(context)
    this.feed = new Feed(context.feed, context.book)
    this.#context = context
  }

  /** Posts a journal: every entry, or none. The same key gives the same answer, however often it is asked. */
  post(journal: PostJournal<Code, Kind>, options?: SubmitOptions): Promise<Written<PostedJournal>>
  /** Posts many at once. The first failure of an atomic batch is thrown; `details.command` is its index. */
  post(
    journals: readonly PostJournal<Code, Kind>[],
    options: BatchOptions & { readonly mode: 'atomic' },
  ): Promise<readonly Written<PostedJournal>[]>
  post(
    journals: readonly PostJournal<Code, Kind>[],
    options: BatchOptions & { readonly mode: 'independent' },
  ): Promise<readonly Settled<PostedJournal>[]>
  async post(
    input: PostJournal<Code, Kind> | readonly PostJournal<Code, Kind>[],
    options?: SubmitOptions | BatchOptions,
  ): Promise<unknown> {
    if (isBatch(input)) return postBatch(this.#context, input, options)
    const read = parseInput(postJournalInput, input, 'A journal to post')
    return write<PostedJournal>(this.#context, { type: 'post-journal', input: read }, options)
  }

  /** Mirrors a journal, once. */
  async reverse(input: ReverseJournal, options?: SubmitOptions): Promise<Written<PostedJournal>> {
    const read = parseInput(reverseJournalInput, input, 'A reversal')
    return write<PostedJournal>(this.#context, { type: 'reverse-journal', input: read }, options)
  }

  /**
   * A journal as it was posted, with what each account held after it. An id that the book does not have is
   * `journal_not_found`.
   */
  async journal(id: JournalId | string): Promise<Journal> {
    const { book, reader } = this.#context
    const journal = await reader.journal(book, parseJournalId(id))
    if (journal === undefined) throw journalNotFound(book, parseJournalId(id))
    return journal
  }

  /** The journal of a reference, which is unique in the book; null where none has it. */
  async journalOf(reference: string): Promise<Journal | null> {
    const name = parseInput(referenceField, reference, 'A reference')
    return (await this.#context.readings.journalOf(this.name, name)) ?? null
  }

  /** The journal that reverses this one, or null as long as none does. The other way is `journal.reverses`. */
  async reversalOf(id: JournalId | string): Promise<Journal | null> {
    const { book, reader } = this.#context
    return (await reader.reversalOf(book, parseJournalId(id))) ?? null
  }

  /**
   * One account, one period: what it had before, each entry with the running sum, and what it had after.
   *
   * @example
   * ```ts
   * import type { Ledger } from '@evenkeel/ledger'
   * declare const ledger: Ledger
   *
   * const november = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }
   * const statement = await ledger.book('main').statement({ account: 'user:1:wallet:ZAR', ...november })
   * for (const { journal, change, running } of statement.entries) console.log(journal.kind, change, running)
   * ```
   */
  statement(query: StatementQuery<Code>): Promise<Statement> {
    return readStatement(this.#context, query)
  }

  /** A statement as CSV that spreadsheets may open, in pieces, with all of its entries. */
  statementCsv(query: Omit<StatementQuery<Code>, 'after' | 'limit'>): AsyncIterable<string> {
    const page = (after: Cursor | undefined): Promise<Statement> =>
      this.statement({ ...query, after, limit: 1_000 })
    return statementCsv(page, this.#context.currencies)
  }

  /**
   * Entries of one account, a page at a time, newest first.
   *
   * @example
   * ```ts
   * import type { Ledger } from '@evenkeel/ledger'
   * declare const ledger: Ledger
   *
   * const main = ledger.book('main')
   * const question = { account: 'user:1:wallet:ZAR', kind: 'deposit-settled', metadata: { channel: 'web' } }
   * const first = await main.history(question)
   * if (first.next !== null) await main.history({ ...question, after: first.next })
   * ```
   */
  history(query: HistoryQuery<Code>): Promise<HistoryPage> {
    return readHistory(this.#context, query)
  }

  /** History as CSV that spreadsheets may open, in pieces, with all entries that the question asks for. */
  historyCsv(query: Omit<HistoryQuery<Code>, 'after' | 'offset' | 'limit'>): AsyncIterable<string> {
    const page = (after: Cursor | undefined): Promise<HistoryPage> =>
      this.history({ ...query, after, limit: 1_000 })
    return historyCsv(page, this.#context.currencies)
  }

  /**
   * What accounts hold, added up by the beginnings of their codes; now, or as of a moment.
   *
   * @example
   * ```ts
   * import type { Ledger } from '@evenkeel/ledger'
   * declare const ledger: Ledger
   *
   * await ledger.book('main').totals({ prefix: 'user', depth: 2 }) // a line for each user and currency
   * ```
   */
  totals(query?: Totalled): Promise<readonly CodeTotal[]> {
    return totalsByCode(this.#context, query)
  }

  /** All accounts with their balances in two columns, which come to the same in each currency. */
  trialBalance(query?: Totalled): Promise<TrialBalance> {
    return readTrialBalance(this.#context, query)
  }
}

function isBatch<Code extends string, Kind extends string>(
  input: PostJournal<Code, Kind> | readonly PostJournal<Code, Kind>[],
): input is readonly PostJournal<Code, Kind>[] {
  return Array.isArray(input)
}
