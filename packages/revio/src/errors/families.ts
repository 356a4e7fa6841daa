import type { ErrorCode } from './error-codes.ts'
import { RevioError } from './revio-error.ts'

/** The request can never succeed as written. Nothing was sent. */
export class RevioInputError extends RevioError {
  override readonly name = 'RevioInputError'

  constructor(message: string, options?: ErrorOptions) {
    super('invalid_input', message, options)
  }
}

/** Nothing was sent, for certain. Safe to try again later. */
export class RevioNotSentError extends RevioError {
  override readonly name = 'RevioNotSentError'

  constructor(code: ErrorCode<'RevioNotSentError'>, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

/** One thing the provider objects to. `field` is a path such as `purchase.products[0].price`; null is the whole. */
export type RefusalIssue = {
  readonly field: string | null
  readonly code: string | null
  readonly message: string
}

/** The provider understood the request and said no. It has not acted. */
export class RevioRefusalError extends RevioError {
  override readonly name = 'RevioRefusalError'
  readonly status: number
  readonly issues: readonly RefusalIssue[]
  /** How long the provider asks us to wait, when it says so. */
  readonly retryAfterMs: number | null

  constructor(
    code: ErrorCode<'RevioRefusalError'>,
    message: string,
    answer: { status: number; issues: readonly RefusalIssue[]; retryAfterMs: number | null },
  ) {
    super(code, message)
    this.status = answer.status
    this.issues = answer.issues
    this.retryAfterMs = answer.retryAfterMs
  }

  /** The provider's own code of the first issue, such as `purchase_refund_amount_too_large`. */
  get providerCode(): string | null {
    return this.issues.find((issue) => issue.code !== null)?.code ?? null
  }
}

/** The request may have left and no whole answer came. Whether the provider acted is unknown. */
export class RevioConnectionError extends RevioError {
  override readonly name = 'RevioConnectionError'

  constructor(code: ErrorCode<'RevioConnectionError'>, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

/** An answer came that says nothing reliable about what the provider did. */
export class RevioReplyError extends RevioError {
  override readonly name = 'RevioReplyError'
  readonly status: number | null

  constructor(
    code: ErrorCode<'RevioReplyError'>,
    message: string,
    status: number | null,
    options?: ErrorOptions,
  ) {
    super(code, message, options)
    this.status = status
  }
}

/** A webhook that must not be believed. Answer 401: the provider keeps trying for a day and a half. */
export class RevioSignatureError extends RevioError {
  override readonly name = 'RevioSignatureError'

  constructor(code: ErrorCode<'RevioSignatureError'>, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}
