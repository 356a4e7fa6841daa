import { type FakeClock, fakeClock } from '@evenkeel/test-support'
import type { Command } from '../../src/engine/command.ts'
import type { CommandGroup } from '../../src/engine/decide-batch.ts'
import { execute } from '../../src/engine/execute.ts'
import { createIds } from '../../src/ids.ts'
import type { Book, CurrencyTable, Ids } from '../../src/index.ts'
import { Ledger } from '../../src/ledger/ledger.ts'
import { submitTo } from '../../src/ledger/submit.ts'
import { MemoryBooks } from '../../src/memory/memory-books.ts'
import { memoryReading } from '../../src/reading/memory/memory-reading.ts'
import { type BookContents, memoryContents } from '../../src/testing/index.ts'
import { instantOf } from './expectation.ts'
import type { Intent } from './intents/intent.ts'
import { currencies, emptyModel, type Model } from './model.ts'
import { opening } from './opening.ts'
import { type Answer, perform, type Request, textOf } from './request.ts'
import { settle } from './settle.ts'

/**
 * A ledger in memory whose clock stands still and whose chance is none: two of them that do the same in the same order
 * give the same ids, so their books can be compared to the letter.
 */
export class StillLedger {
  readonly clock: FakeClock = fakeClock()
  readonly #books = new MemoryBooks(this.clock)
  readonly #context: { readonly ids: Ids; readonly currencies: CurrencyTable } = {
    ids: createIds({ clock: this.clock, random: (bytes) => bytes.fill(0) }),
    currencies,
  }
  readonly book: Book = new Ledger({
    submit: submitTo(this.#books, this.#context),
    ...memoryReading(this.#books),
    currencies,
  }).book('main')

  contents(book = 'main'): BookContents {
    return memoryContents(this.#books, book)
  }

  /** Gives many commands to the engine at once. */
  async submit(groups: readonly CommandGroup[]): Promise<Answer[][]> {
    const answers = await execute(this.#books, groups, this.#context)
    return answers.map((group) => [...group])
  }
}

/** Requests that make sense one after the other, and what each was answered when each came alone. */
export interface Script {
  readonly requests: readonly Request[]
  readonly answers: readonly Answer[]
  readonly model: Model
  readonly ledger: StillLedger
}

export async function play(intents: readonly Intent[]): Promise<Script> {
  const ledger = new StillLedger()
  const model = emptyModel('main', ledger.clock.now())
  const requests: Request[] = []
  const answers: Answer[] = []
  for (const intent of [
    ...opening.map(
      (request): Intent =>
        () =>
          request,
    ),
    ...intents,
  ]) {
    model.calls += 1
    // Now and then a key comes again, with the same request or with another.
    const request = intent(model, `key-${model.calls % 7 === 0 ? model.calls - 3 : model.calls}`)
    const answer = await perform(ledger.book, request)
    settle(model, request, answer, instantOf(model, [request]))
    requests.push(request)
    answers.push(answer)
  }
  return { requests, answers, model, ledger }
}

/** What of a script came to the engine: the command that the front door made of a request, and what it was answered. */
export async function judgedIn({ requests, answers }: Script): Promise<Judged[]> {
  const taken: Command[] = []
  const door = new Ledger({
    submit: async (groups) => {
      taken.push(...groups.flat())
      return []
    },
    ...memoryReading(new MemoryBooks(fakeClock())),
    currencies,
  }).book('main')

  const judged: Judged[] = []
  for (const [i, request] of requests.entries()) {
    const answer = answers[i]
    // Nobody answers behind this door; what it refuses by itself never comes through.
    await perform(door, request).catch(() => undefined)
    const command = taken.pop()
    if (command !== undefined && answer !== undefined) judged.push({ command, answer })
  }
  return judged
}

export interface Judged {
  readonly command: Command
  readonly answer: Answer
}

export function textsOf(answers: readonly Answer[]): string[] {
  return answers.map((answer) => `${answer.replayed ? 'again ' : ''}${textOf(answer)}`)
}
