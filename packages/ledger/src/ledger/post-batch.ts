import { z } from 'zod'
import { parseInput } from '../books/parse-input.ts'
import type { Command } from '../engine/command.ts'
import type { Answer } from '../engine/decide-batch.ts'
import { isLedgerError, type LedgerError } from '../errors/index.ts'
import type { PostedJournal } from '../journals/draft-journal.ts'
import { postJournalInput } from '../journals/post-journal.ts'
import { type BookContext, inBook } from './book-context.ts'
import type { SubmitOptions, Written } from './submit.ts'

/** What became of one journal of an independent batch. */
export type Settled<T> =
  | ({ readonly ok: true } & Written<T>)
  | { readonly ok: false; readonly error: LedgerError; readonly replayed: boolean }

/** How a batch is posted, besides what holds for any write. */
export interface BatchOptions extends SubmitOptions {
  /** `atomic`: all journals or none. `independent`: each for itself, in order. */
  readonly mode: 'atomic' | 'independent'
}

const mostJournals = 1_000

// What is in the list is read later, one by one: in an independent batch a malformed journal is its own answer.
const batchInput = z.strictObject({
  journals: z
    .array(z.unknown())
    .min(1, 'A batch has at least one journal')
    .max(mostJournals, `A batch has at most ${mostJournals} journals; split it`),
  mode: z.enum(
    ['atomic', 'independent'],
    'Say mode: "atomic" (all or none) or "independent" (each for itself)',
  ),
})

export function postBatch(
  context: BookContext,
  inputs: readonly unknown[],
  options: SubmitOptions | BatchOptions = {},
): Promise<readonly Written<PostedJournal>[] | readonly Settled<PostedJournal>[]> {
  const asked = { journals: inputs, mode: 'mode' in options ? options.mode : undefined }
  const { journals, mode } = parseInput(batchInput, asked, 'A batch of journals')
  return mode === 'atomic' ? postTogether(context, journals, options) : postEach(context, journals, options)
}

async function postTogether(
  context: BookContext,
  journals: readonly unknown[],
  options: SubmitOptions,
): Promise<readonly Written<PostedJournal>[]> {
  const commands = journals.map((journal, command) => {
    const read = readJournal(context, journal)
    if (isLedgerError(read)) throw read.at({ command })
    return read
  })
  const answers = (await context.submit([commands], options)).flat()
  return answers.map((answer) => {
    // A batch of one is judged as a single call is, which has no index to tell.
    if (!answer.ok) throw answer.error.at({ command: 0, ...answer.error.details })
    return { ...postedIn(answer), replayed: answer.replayed }
  })
}

async function postEach(
  context: BookContext,
  journals: readonly unknown[],
  options: SubmitOptions,
): Promise<readonly Settled<PostedJournal>[]> {
  const read = journals.map((journal) => readJournal(context, journal))
  const groups = read.flatMap((command) => (isLedgerError(command) ? [] : [[command]]))
  const answers = (groups.length === 0 ? [] : await context.submit(groups, options)).flat().values()
  return read.map((command) => {
    if (isLedgerError(command)) return { ok: false, error: command, replayed: false }
    const answer = answers.next().value
    if (answer === undefined) throw new Error('A journal was submitted and nothing came back.')
    return answer.ok ? { ok: true, ...postedIn(answer), replayed: answer.replayed } : answer
  })
}

function readJournal(context: BookContext, journal: unknown): Command | LedgerError {
  try {
    const input = parseInput(postJournalInput, journal, 'A journal to post')
    return inBook(context, { type: 'post-journal', input })
  } catch (error) {
    if (isLedgerError(error)) return error
    throw error
  }
}

function postedIn({ result }: Answer & { readonly ok: true }): PostedJournal {
  return result as PostedJournal // As every post-journal command answers.
}
