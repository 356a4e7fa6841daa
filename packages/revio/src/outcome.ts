import type {
  RevioConnectionError,
  RevioInputError,
  RevioNotSentError,
  RevioRefusalError,
  RevioReplyError,
} from './errors/index.ts'

/**
 * What became of a write. A write never throws and is never sent twice: it answers one of three things.
 *
 * - `done`: the provider acted and said so.
 * - `refused`: the provider did not act. Either it said no, or nothing was sent.
 * - `unknown`: it may have acted. Read the object before anything else; never send the write again blindly.
 */
export type Outcome<Value> = Done<Value> | Refused | Unknown

/** The provider acted, and this is what came of it. */
export type Done<Value> = { readonly outcome: 'done'; readonly value: Value }
/** The provider did not act. It is safe to send the write again, once its cause is removed. */
export type Refused = {
  readonly outcome: 'refused'
  readonly error: RevioRefusalError | RevioNotSentError | RevioInputError
}
/** The provider may have acted. Read the object before anything else. */
export type Unknown = {
  readonly outcome: 'unknown'
  readonly error: RevioReplyError | RevioConnectionError
}
