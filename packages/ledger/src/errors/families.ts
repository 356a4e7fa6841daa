import type { ErrorCode } from './error-codes.ts'
import { type ErrorDetails, LedgerError } from './ledger-error.ts'

/** The request can never succeed as written. */
export class InvalidInputError extends LedgerError {
  override readonly name = 'InvalidInputError'
  readonly family = 'InvalidInputError'

  constructor(
    code: ErrorCode<'InvalidInputError'>,
    message: string,
    details?: ErrorDetails,
    options?: ErrorOptions,
  ) {
    super(code, message, details, options)
  }
}

/** Nothing of that name exists. */
export class NotFoundError extends LedgerError {
  override readonly name = 'NotFoundError'
  readonly family = 'NotFoundError'

  constructor(
    code: ErrorCode<'NotFoundError'>,
    message: string,
    details?: ErrorDetails,
    options?: ErrorOptions,
  ) {
    super(code, message, details, options)
  }
}

/** A rule said no. The answer is remembered under the key; another attempt needs another key. */
export class RejectedError extends LedgerError {
  override readonly name = 'RejectedError'
  readonly family = 'RejectedError'
  /** True when this is the answer that the key remembered from an earlier call. */
  readonly replayed: boolean

  constructor(
    code: ErrorCode<'RejectedError'>,
    message: string,
    details?: ErrorDetails,
    { replayed = false, ...options }: ErrorOptions & { readonly replayed?: boolean } = {},
  ) {
    super(code, message, details, options)
    this.replayed = replayed
  }
}

/** State has moved, or the key was used for another request. Read again, then decide. */
export class ConflictError extends LedgerError {
  override readonly name = 'ConflictError'
  readonly family = 'ConflictError'

  constructor(
    code: ErrorCode<'ConflictError'>,
    message: string,
    details?: ErrorDetails,
    options?: ErrorOptions,
  ) {
    super(code, message, details, options)
  }
}

/** `unknown`: the write may or may not have happened. The same key tells. */
export type WriteOutcome = 'not_written' | 'unknown'

/** Nothing is wrong with the request. Try again with the same key. */
export class UnavailableError extends LedgerError {
  override readonly name = 'UnavailableError'
  readonly family = 'UnavailableError'
  readonly outcome: WriteOutcome

  constructor(
    code: ErrorCode<'UnavailableError'>,
    message: string,
    outcome: WriteOutcome,
    details?: ErrorDetails,
    options?: ErrorOptions,
  ) {
    super(code, message, details, options)
    this.outcome = outcome
  }
}

/** A rule that must always hold did not: our bug, or tampering. Stop and look before going on. */
export class InvariantError extends LedgerError {
  override readonly name = 'InvariantError'
  readonly family = 'InvariantError'

  constructor(
    code: ErrorCode<'InvariantError'>,
    message: string,
    details?: ErrorDetails,
    options?: ErrorOptions,
  ) {
    super(code, message, details, options)
  }
}
