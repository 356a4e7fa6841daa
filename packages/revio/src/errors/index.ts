export { type ErrorClass, type ErrorCode, errorCodes } from './error-codes.ts'
export {
  type RefusalIssue,
  RevioConnectionError,
  RevioInputError,
  RevioNotSentError,
  RevioRefusalError,
  RevioReplyError,
  RevioSignatureError,
} from './families.ts'
export { isRevioError, RevioError } from './revio-error.ts'
