export { type ErrorCode, type ErrorFamily, errorCodes } from './error-codes.ts'
export {
  ConflictError,
  InvalidInputError,
  InvariantError,
  NotFoundError,
  RejectedError,
  UnavailableError,
  type WriteOutcome,
} from './families.ts'
export { type ErrorDetails, isLedgerError, LedgerError } from './ledger-error.ts'
