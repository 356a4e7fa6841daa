import type { ErrorCode, ErrorFamily } from './error-codes.ts'

/** Facts a program can act on: ids, amounts as strings of minor units, names. Never a secret. */
export type ErrorDetails = Readonly<Record<string, unknown>>

// A registered symbol, so that two installed copies of this package recognise each other's errors.
const brand: unique symbol = Symbol.for('@evenkeel/ledger/error') as never

/**
 * The base of everything this package throws on purpose. `message` is a sentence for people; programs read
 * `family`, `code` and `details`.
 */
export abstract class LedgerError extends Error {
  abstract readonly family: ErrorFamily
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }

  get [brand](): true {
    return true
  }

  /** Adds where it happened, when the error passes a level that knows: which entry, which command of a batch. */
  at(where: ErrorDetails): this {
    // The error is still ours alone here; callers see `details` as read-only.
    const own = this as { details: ErrorDetails }
    own.details = { ...this.details, ...where }
    return this
  }
}

/** True for an error of this package, whichever installed copy of it threw. */
export function isLedgerError(value: unknown): value is LedgerError {
  return value instanceof Error && brand in value
}
