import { z } from 'zod'
import { parseInput } from '../books/parse-input.ts'
import type { LedgerError } from '../errors/index.ts'
import { type JournalId, parseJournalId } from '../ids.ts'
import type { PostedJournal } from '../journals/draft-journal.ts'
import type { Journal } from '../journals/journal.ts'
import { journalNotFound } from '../journals/known-journals.ts'
import { type PostJournal, postJournalInput } from '../journals/post-journal.ts'
import { type ReverseJournal, reverseJournalInput } from '../journals/reverse-journal.ts'
import { Accounts } from './accounts.ts'
import { type BookContext, inBook, write } from './book-context.ts'
import { Holds } from './holds.ts'
import type { SubmitOptions, Written } from './submit.ts'

/** What became of one journal of an independent batch. */
export type Settled<T> =
  | ({ readonly ok: true } & Written<T>)
  | { readonly ok: false; readonly error: LedgerError; readonly replayed: boolean }

export interface BatchOptions extends SubmitOptions {
  /** `atomic`: all journals or none. `independent`: each for itself, in order. */
  readonly mode: 'atomic' | 'independent'
}

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
    if (isBatch(input)) return this.#postMany(input, options)
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

  async #postMany(inputs: readonly unknown[], options: SubmitOptions | BatchOptions = {}): Promise<unknown> {
    const { journals, mode } = parseInput(
      batchInput,
      { journals: inputs, mode: modeOf(options) },
      'A batch of journals',
    )
    const commands = journals.map((input) => inBook(this.#context, { type: 'post-journal', input }))
    const groups = mode === 'atomic' ? [commands] : commands.map((command) => [command])
    const answers = (await this.#context.submit(groups, options)).flat()
    const settled = answers.map((answer) =>
      // A post-journal command answers with a posted journal.
      answer.ok ? { ok: true, ...(answer.result as PostedJournal), replayed: answer.replayed } : answer,
    )
    if (mode === 'independent') return settled
    const failed = answers.find((answer) => !answer.ok)
    // A batch of one is judged like a single call, which has no index to tell.
    if (failed?.ok === false) throw failed.error.at({ command: 0, ...failed.error.details })
    return settled.map(({ ok: _, ...written }) => written)
  }
}

const mostJournals = 1_000

const batchInput = z.strictObject({
  journals: z
    .array(postJournalInput)
    .min(1, 'A batch has at least one journal')
    .max(mostJournals, `A batch has at most ${mostJournals} journals; split it`),
  mode: z.enum(
    ['atomic', 'independent'],
    'Say mode: "atomic" (all or none) or "independent" (each for itself)',
  ),
})

function isBatch<Code extends string, Kind extends string>(
  input: PostJournal<Code, Kind> | readonly PostJournal<Code, Kind>[],
): input is readonly PostJournal<Code, Kind>[] {
  return Array.isArray(input)
}

const modeOf = (options: SubmitOptions | BatchOptions): unknown =>
  'mode' in options ? options.mode : undefined
