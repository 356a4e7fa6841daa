import { expect } from 'vitest'
import type { Book, Instant, PostedJournal, Settled } from '../../src/index.ts'
import { expectationOf, instantOf } from './expectation.ts'
import type { Intent } from './intents/intent.ts'
import type { Model } from './model.ts'
import { isRemembered } from './refusal.ts'
import { type Answer, keyOf, type PostRequest, refusal, textOf } from './request.ts'
import { type Came, cameTo, compare, settle } from './settle.ts'
import { Step } from './steps.ts'

export interface BatchWish {
  readonly intents: readonly Intent<PostRequest>[]
  readonly mode: 'atomic' | 'independent'
  /** Whether a journal comes along that the batch has already, or one that the book has. */
  readonly repeats: 'nothing' | 'its first' | 'an earlier call'
}

/** Many journals in one call. */
export class Batch extends Step {
  readonly #wish: BatchWish

  constructor(wish: BatchWish) {
    super()
    this.#wish = wish
  }

  protected async take(model: Model, book: Book): Promise<readonly Came[]> {
    const { mode } = this.#wish
    const requests = requestsOf(model, this.#wish)
    this.tell(`${mode} batch`, requests)
    const journals = requests.map(({ input }) => input)
    const at = instantOf(model, requests)
    if (mode === 'independent') {
      const answers = (await book.post(journals, { mode })).map(toAnswer)
      expect(answers).toHaveLength(requests.length)
      return answers.map((answer, i) => settle(model, requestAt(requests, i), answer, at))
    }
    const answers = await book.post(journals, { mode }).then(
      (written) => written.map(({ replayed, ...result }): Answer => ({ ok: true, result, replayed })),
      (error: unknown) => [refusal(error)],
    )
    return settleAtomic(model, requests, answers, at)
  }
}

function requestsOf(model: Model, { intents, repeats }: BatchWish): PostRequest[] {
  const requests = intents.map((intent, i) => intent(model, `key-${model.calls}-${i}`))
  const earlier = [...model.keys.values()]
    .map(({ request }) => request)
    .filter((request) => request.act === 'post')
  const repeated = { nothing: [], 'its first': requests.slice(0, 1), 'an earlier call': earlier.slice(-1) }
  return [...requests, ...repeated[repeats]]
}

/** All of them are settled, or the first that fails: it alone is remembered, and only if a rule refused it. */
function settleAtomic(
  model: Model,
  requests: readonly PostRequest[],
  answers: readonly Answer[],
  at: Instant,
): Came[] {
  let trial = model
  for (const [command, request] of requests.entries()) {
    const expected = expectationOf(trial, request, at)
    const fails = expected.outcome === 'replayed' ? !expected.isAccepted : expected.outcome === 'refused'
    if (fails) {
      const [answer] = answers
      if (answer === undefined) throw new Error('An atomic batch that fails answers with its failure.')
      compare(expected, answer)
      expect(answer).toMatchObject({ ok: false, error: { details: { command } } })
      if (expected.outcome === 'refused' && isRemembered(expected.code)) {
        model.keys.set(keyOf(request) ?? '', { request, isAccepted: false, answer: textOf(answer) })
      }
      return [cameTo(expected)]
    }
    trial = expected.model
  }
  expect(answers).toHaveLength(requests.length)
  return answers.map((answer, i) => settle(model, requestAt(requests, i), answer, at))
}

function toAnswer(settled: Settled<PostedJournal>): Answer {
  if (!settled.ok) return settled
  const { ok, replayed, ...result } = settled
  return { ok, result, replayed }
}

function requestAt(requests: readonly PostRequest[], i: number): PostRequest {
  const request = requests[i]
  if (request === undefined) throw new Error(`The batch had no journal ${i} and was answered for one.`)
  return request
}
