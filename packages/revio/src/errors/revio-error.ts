import type { ErrorCode } from './error-codes.ts'

// A registered symbol, so that two installed copies of this package recognise each other's errors.
const brand: unique symbol = Symbol.for('@evenkeel/revio/error') as never

/**
 * The base of everything this package throws or answers with on purpose. `message` is a sentence for people;
 * programs read the class and `code`. Neither they nor `cause` ever hold the secret key.
 */
export abstract class RevioError extends Error {
  readonly code: ErrorCode
  readonly [brand] = true

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** True for an error of this package, whichever installed copy of it threw. */
export function isRevioError(value: unknown): value is RevioError {
  return value instanceof Error && brand in value
}
