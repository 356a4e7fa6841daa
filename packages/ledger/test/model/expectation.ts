import { isDeepStrictEqual } from 'node:util'
import type {
  CapturedHold,
  ChangedAccount,
  ChangedHold,
  ErrorCode,
  Instant,
  OpenedAccount,
  PostedJournal,
} from '../../src/index.ts'
import { changeStatus, open } from './account-rules.ts'
import { capture, extend, place, voidHold } from './hold-rules.ts'
import { post, reverse } from './journal-rules.ts'
import { copyOf, instantFor, type Model } from './model.ts'
import { isRemembered, Refusal } from './refusal.ts'
import { keyOf, type Request } from './request.ts'

export type Result = OpenedAccount | ChangedAccount | PostedJournal | ChangedHold | CapturedHold

/** What a request should come to, and the model as it is then. */
export type Expectation = { readonly model: Model } & (
  | { readonly outcome: 'replayed'; readonly text: string; readonly isAccepted: boolean }
  | { readonly outcome: 'refused'; readonly code: ErrorCode }
  /** The result lives in the new model; its ids are empty until the ledger has named them. */
  | { readonly outcome: 'accepted'; readonly result: Result }
)

/** The moment at which these requests happen when they come together. */
export function instantOf(model: Model, requests: readonly Request[]): Instant {
  return instantFor(
    model,
    requests.flatMap((request) => accountsIn(model, request)),
  )
}

export function expectationOf(model: Model, request: Request, at: Instant): Expectation {
  const key = keyOf(request)
  const memory = key === undefined ? undefined : model.keys.get(key)
  if (memory !== undefined) {
    return isDeepStrictEqual(memory.request, request)
      ? { outcome: 'replayed', text: memory.answer, isAccepted: memory.isAccepted, model }
      : { outcome: 'refused', code: 'key_reused', model }
  }
  const tried = copyOf(model)
  try {
    const result = act(tried, request, at)
    if (key !== undefined) tried.keys.set(key, { request, isAccepted: true, answer: '' })
    return { outcome: 'accepted', result, model: tried }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const kept = copyOf(model)
    if (key !== undefined && isRemembered(error.code))
      kept.keys.set(key, { request, isAccepted: false, answer: '' })
    return { outcome: 'refused', code: error.code, model: kept }
  }
}

function act(model: Model, request: Request, at: Instant): Result {
  switch (request.act) {
    case 'open':
      return open(model, request.input, at)
    case 'freeze':
      return changeStatus(model, request.input, 'frozen', at)
    case 'unfreeze':
      return changeStatus(model, request.input, 'open', at)
    case 'close':
      return changeStatus(model, request.input, 'closed', at)
    case 'post':
      return post(model, request.input, at)
    case 'reverse':
      return reverse(model, request.input, at)
    case 'place':
      return place(model, request.input, at)
    case 'capture':
      return capture(model, request.input, at)
    case 'void':
      return voidHold(model, request.input, at)
    case 'extend':
      return extend(model, request.input, at)
  }
}

/** The accounts whose past a request must not come before. */
function accountsIn(model: Model, request: Request): string[] {
  const onHold = (id: string): string[] =>
    model.holds.flatMap((hold) => (hold.id === id ? [hold.account] : []))
  switch (request.act) {
    case 'open':
      return [request.input.code]
    case 'freeze':
    case 'unfreeze':
    case 'close':
    case 'place':
      return [request.input.account]
    case 'post':
      return request.input.entries.map(({ account }) => account)
    case 'reverse':
      return model.journals.flatMap(({ id, entries }) =>
        id === request.input.journal ? entries.map(({ account }) => account) : [],
      )
    case 'capture':
      return [...onHold(request.input.hold), ...request.input.to.map(([account]) => account)]
    case 'void':
    case 'extend':
      return onHold(request.input.hold)
  }
}
