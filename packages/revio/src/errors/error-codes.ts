/**
 * Every code this package can answer with, under the class that carries it.
 *
 * The provider's own codes are an open set and stay in `RevioRefusalError.issues`; these are ours, and stable.
 */
export const errorCodes = {
  /** The request can never succeed as written. Nothing was sent. */
  RevioInputError: ['invalid_input'],
  /** Nothing was sent: the connection was never made, or we know better than to try. */
  RevioNotSentError: ['connection_failed', 'circuit_open'],
  /** The provider understood the request and said no. */
  RevioRefusalError: ['refused_by_provider', 'rate_limited'],
  /** The request may have left and no answer came. */
  RevioConnectionError: ['connection_lost', 'deadline_exceeded'],
  /** An answer came that says nothing reliable about what the provider did. */
  RevioReplyError: [
    'server_error',
    'unexpected_status',
    'unexpected_redirect',
    'wrong_content_type',
    'reply_too_large',
    'broken_json',
    'json_too_deep',
    'inexact_number',
    'duplicate_name',
    'unexpected_shape',
    'other_object',
  ],
  /** A webhook that must not be believed. */
  RevioSignatureError: ['signature_missing', 'signature_malformed', 'signature_mismatch', 'key_unusable'],
} as const

/** The classes of errors, by what the caller can do next. */
export type ErrorClass = keyof typeof errorCodes
/** A code of one class, or of any. */
export type ErrorCode<Class extends ErrorClass = ErrorClass> = (typeof errorCodes)[Class][number]
