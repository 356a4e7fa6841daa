import { isDeepStrictEqual } from 'node:util'
import { type LedgerError, RejectedError } from '../../errors/index.ts'
import type { Book } from '../../ledger/book.ts'
import type { FrozenClock } from '../frozen-clock.ts'
import { refusalOf } from '../refusal-of.ts'
import { type Answer, callOf, counted, type Known } from './call-of.ts'
import type { Scenario, Step } from './scenario.ts'

/** A step, and what came of it. A step that had nothing to act on is passed over. */
export interface Played {
  readonly step: Step
  readonly outcome: 'written' | 'replayed' | 'passed over' | LedgerError
}

/**
 * Plays a scenario on a book with its chart, and answers with what came of each step. What the rules refuse is an answer
 * like another. It throws where the ledger breaks its word: where it accepts a journal that is wrong, or answers a call
 * that is sent again with anything but its first answer. A book plays one scenario: another would send the same keys.
 *
 * @param options.clock The clock of the ledger in memory. Without one, as in PostgreSQL, no time passes in a wait.
 *
 * @example
 * ```ts
 * import type { Book } from '@evenkeel/ledger'
 * import { playScenario, type Scenario } from '@evenkeel/ledger/testing'
 * declare const main: Book
 * declare const scenario: Scenario
 *
 * const played = await playScenario(main, scenario)
 * played.filter(({ outcome }) => outcome === 'written').length
 * ```
 */
export async function playScenario<Code extends string, Kind extends string>(
  book: Book<Code, Kind>,
  { accounts, steps }: Scenario,
  { clock }: { readonly clock?: FrozenClock } = {},
): Promise<readonly Played[]> {
  const player = new Player(book)
  for (const code of accounts) await player.book.accounts.open(code)

  const played: Played[] = []
  for (const [n, step] of steps.entries()) {
    if (step.do === 'wait') clock?.advance(step.duration)
    played.push({ step, outcome: await player.play(step, `step ${n}`) })
  }
  return played
}

/** A call that was made, and its first answer. */
interface Call {
  readonly step: Step
  readonly send: () => Promise<Answer>
  readonly first: Answer | LedgerError
}

class Player implements Known {
  readonly book: Book
  readonly journals: Known['journals'] = []
  readonly holds: Known['holds'] = []
  readonly #calls: Call[] = []

  constructor(book: Book) {
    this.book = book
  }

  async play(step: Step, key: string): Promise<Played['outcome']> {
    if (step.do === 'repeat') return this.#repeat(counted(this.#calls, step.which))
    const send = callOf(this, step, key)
    if (send === undefined) return 'passed over'
    return this.#take({ step, send, first: await answerOf(send) })
  }

  async #repeat(earlier: Call | undefined): Promise<Played['outcome']> {
    if (earlier === undefined) return 'passed over'
    const { step, send, first } = earlier
    const again = await answerOf(send)
    const isRemembered = !(first instanceof Error) || first instanceof RejectedError
    // Whatever else was said no with is not kept under the key, and may have another answer by now.
    if (!isRemembered) return this.#take({ step, send, first: again })
    if (isReplay(first, again)) return again instanceof Error ? again : 'replayed'
    throw new Error('A call was sent again under its key, and was not given its first answer.', {
      cause: { first, again },
    })
  }

  #take(call: Call): Played['outcome'] {
    const { step, first } = call
    this.#calls.push(call)
    if (first instanceof Error) return first
    if (step.do === 'post wrongly')
      throw new Error(`The book accepted a journal with ${step.wrong}. Was it opened with the chart?`)
    if (first.journal !== undefined) this.journals.push(first.journal.id)
    if (step.do === 'hold' && first.hold !== undefined) this.holds.push({ hold: first.hold, plan: step.plan })
    return 'written'
  }
}

function isReplay(first: Answer | LedgerError, again: Answer | LedgerError): boolean {
  if (!(first instanceof Error)) return isDeepStrictEqual(again, { ...first, replayed: true })
  return again instanceof RejectedError && again.replayed && again.code === first.code
}

async function answerOf(call: () => Promise<Answer>): Promise<Answer | LedgerError> {
  const answers: Answer[] = []
  const refusal = await refusalOf(async () => answers.push(await call()))
  const [answer] = answers
  if (answer !== undefined) return answer
  if (refusal !== undefined) return refusal
  throw new Error('A call came to an end without an answer.')
}
