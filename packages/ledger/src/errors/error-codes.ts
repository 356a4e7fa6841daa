/**
 * Every code this package can answer with, under the family that tells the caller what to do next.
 *
 * Codes are a contract: programs branch on them, so one is never renamed or moved to another family.
 * `docs/reference/errors.md` has one row for each; CI compares the two.
 */
export const errorCodes = {
  /** The request can never succeed as written. Change it. */
  InvalidInputError: [
    'invalid_input',
    'invalid_amount',
    'unknown_currency',
    'currency_mismatch',
    'journal_unbalanced',
    'flow_not_allowed',
    'cursor_mismatch',
    'migration_invalid',
    'permission_denied',
  ],
  /** Nothing of that name exists in this book. */
  NotFoundError: ['account_not_found', 'journal_not_found', 'hold_not_found', 'book_not_found'],
  /** Well formed, and a rule says no as things stand. Remembered under the key. */
  RejectedError: [
    'insufficient_funds',
    'ceiling_exceeded',
    'total_out_of_range',
    'account_frozen',
    'account_closed',
    'account_not_empty',
    'condition_failed',
    'capture_exceeds_hold',
    'hold_ended',
    'already_reversed',
    'reference_taken',
  ],
  /** The caller's picture is out of date, or a key was used for something else. */
  ConflictError: ['key_reused', 'account_differs', 'migration_changed', 'migration_failed', 'database_newer'],
  /** Try again with the same key. `outcome` says whether anything may have been written. */
  UnavailableError: [
    'connection_lost',
    'deadline_exceeded',
    'aborted',
    'lock_timeout',
    'serialization_failure',
    'overloaded',
    'closed',
  ],
  /** Our bug or somebody's tampering. Stop and look. */
  InvariantError: [
    'books_unbalanced',
    'balance_mismatch',
    'immutable_row',
    'unexpected_row',
    'history_broken',
  ],
} as const

/** The six families of errors, by what the caller can do next. */
export type ErrorFamily = keyof typeof errorCodes
/** A code of one family, or of any. */
export type ErrorCode<Family extends ErrorFamily = ErrorFamily> = (typeof errorCodes)[Family][number]
