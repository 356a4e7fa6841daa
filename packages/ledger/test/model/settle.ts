import { expect } from 'vitest'
import type { ErrorCode, Instant } from '../../src/index.ts'
import { expectSame } from './agree.ts'
import { type Expectation, expectationOf, type Result } from './expectation.ts'
import type { Model } from './model.ts'
import { type Answer, keyOf, type Request, textOf } from './request.ts'

/** What a request came to, for whoever counts. */
export type Came = 'accepted' | 'replayed' | ErrorCode

/** Holds an answer of the ledger against the model's, and lets the model go on from there. */
export function settle(model: Model, request: Request, answer: Answer, at: Instant): Came {
  const expected = expectationOf(model, request, at)
  compare(expected, answer)
  const memory = expected.model.keys.get(keyOf(request) ?? '')
  if (memory !== undefined && memory.answer === '') memory.answer = textOf(answer)
  Object.assign(model, expected.model)
  return cameTo(expected)
}

/** The same for a dry run, which changes nothing. */
export function compareDryRun(model: Model, request: Request, answer: Answer, at: Instant): Came {
  const expected = expectationOf(model, request, at)
  compare(expected, answer)
  return cameTo(expected)
}

export function cameTo(expected: Expectation): Came {
  return expected.outcome === 'refused' ? expected.code : expected.outcome
}

/** Fails unless an answer is the expected one, and gives what the model made the ids of the ledger. */
export function compare(expected: Expectation, answer: Answer): void {
  switch (expected.outcome) {
    case 'replayed':
      expect({ ok: answer.ok, replayed: answer.replayed, text: textOf(answer) }).toEqual({
        ok: expected.isAccepted,
        replayed: true,
        text: expected.text,
      })
      return
    case 'refused':
      expect(answer).toMatchObject({ ok: false, error: { code: expected.code }, replayed: false })
      return
    case 'accepted':
      expect(answer).toMatchObject({ ok: true, replayed: false })
      if (answer.ok) {
        nameNewborns(expected.model, expected.result, answer.result)
        expectSame(answer.result, expected.result)
      }
  }
}

/** Gives what the model has just made the id that the ledger gave it. An id that the model knew stays, to be compared. */
function nameNewborns({ accounts }: Model, made: Result, answered: object): void {
  for (const [name, part] of Object.entries(made)) {
    const twin: unknown = Reflect.get(answered, name)
    if (!hasId(part) || !hasId(twin) || part.id !== '') continue
    expect(twin.id).toMatch(/^[0-9a-f-]{36}$/)
    part.id = twin.id
    // A result has its holds and journals from the model, and of an account only a view.
    const account = name === 'account' ? accounts.find(({ id }) => id === '') : undefined
    if (account !== undefined) Object.assign(account, { id: twin.id })
  }
}

function hasId(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
