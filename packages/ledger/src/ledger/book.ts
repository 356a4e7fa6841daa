import { parseInput } from '../books/parse-input.ts'
import { type JournalId, parseJournalId } from '../ids.ts'
import type { PostedJournal } from '../journals/draft-journal.ts'
import type { Journal } from '../journals/journal.ts'
import { journalNotFound } from '../journals/known-journals.ts'
import { type PostJournal, postJournalInput } from '../journals/post-journal.ts'
import { type ReverseJournal, reverseJournalInput } from '../journals/reverse-journal.ts'
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
  readonly #context: BookContext

  constructor(context: BookContext) {
    this.name = context.book
    this.accounts = new Accounts(context)
    this.holds = new Holds(context)
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

  async journal(id: JournalId | string): Promise<Journal> {
    const { book, reader } = this.#context
    const journal = await reader.journal(book, parseJournalId(id))
    if (journal === undefined) throw journalNotFound(book, parseJournalId(id))
    return journal
  }

  /** The journal that reverses this one, or null as long as none does. The other way is `journal.reverses`. */
  async reversalOf(id: JournalId | string): Promise<Journal | null> {
    const { book, reader } = this.#context
    return (await reader.reversalOf(book, parseJournalId(id))) ?? null
  }
}

function isBatch<Code extends string, Kind extends string>(
  input: PostJournal<Code, Kind> | readonly PostJournal<Code, Kind>[],
): input is readonly PostJournal<Code, Kind>[] {
  return Array.isArray(input)
}
