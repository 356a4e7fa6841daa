import { type ErrorFamily, isLedgerError, type LedgerError } from '@evenkeel/ledger'
import type { Problem, ProblemPart } from '../contract/problem.ts'
import { type ProblemCode, problemKinds } from '../contract/problem-codes.ts'
import { InvalidRequest } from './validator.ts'

/** A problem before it knows which request it belongs to. */
export type ProblemBody = Omit<Problem, 'instance' | 'request_id'>

/** Says what an error means to a caller. Of what we did not expect it says nothing: that is for the log. */
export function problemOf(error: unknown): ProblemBody {
  if (isProblemError(error)) return error.problem
  if (isLedgerError(error)) return ledgerProblem(error)
  if (error instanceof InvalidRequest) {
    const place = places[error.validationContext ?? '']
    return problem('invalid_request', 'Some parts of the request are wrong; each is listed.', {
      errors: error.parts.map((part) => ({ ...(place !== undefined && { in: place }), ...part })),
    })
  }
  const { code, statusCode } = fieldsOf(error)
  if (isConnectionLoss(error, code)) {
    return problem(
      'unavailable',
      'Try again with the same key in some seconds; what was asked for may have happened.',
    )
  }
  const known = fastifyProblems[code]
  if (known !== undefined) return problem(known.code, known.detail)
  if (statusCode >= 400 && statusCode < 500) {
    return { ...problem('request_refused', 'The request cannot be taken as it is.'), status: statusCode }
  }
  return problem(
    'internal_error',
    'It is logged under the request id. Try again, or quote that id to ask for help.',
  )
}

/** A problem that a route wants to answer with, thrown from anywhere below it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: ProblemBody

  constructor(code: ProblemCode, detail: string, extra?: Partial<ProblemBody>) {
    super(detail)
    this.problem = problem(code, detail, extra)
  }
}

export function problem(code: ProblemCode, detail: string, extra: Partial<ProblemBody> = {}): ProblemBody {
  const { status, title, isRetryable } = problemKinds[code]
  return { type: problemType(code), title, status, detail, code, retryable: isRetryable, ...extra }
}

const problemType = (code: string): string => `urn:evenkeel:problem:${code}`

function isProblemError(error: unknown): error is ProblemError {
  return error instanceof ProblemError
}

const places: Readonly<Record<string, ProblemPart['in']>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'headers',
}

/** Fastify's own errors, by its code. Its texts are not passed on: they quote what was sent. */
const fastifyProblems: Readonly<Record<string, { code: ProblemCode; detail: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'malformed_body', detail: 'The body is not JSON. Send valid JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'malformed_body',
    detail: 'The body is empty, and its type says JSON. Send JSON, or leave the type out.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'malformed_body',
    detail: 'The body is longer or shorter than its content-length.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'body_too_large',
    detail: 'It is larger than this address takes. Send less.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported_media_type',
    detail: 'Send application/json, and say so in content-type.',
  },
  FST_ERR_BAD_URL: { code: 'malformed_url', detail: 'The path holds a percent sign that encodes nothing.' },
  FST_ERR_MAX_PARAM_LENGTH: {
    code: 'url_too_long',
    detail: 'A part of the path is too long to be a name of ours.',
  },
  FST_ERR_HANDLER_TIMEOUT: {
    code: 'handler_timeout',
    detail: 'What was asked for may still happen. Ask again with the same key.',
  },
}

/** Complete by the compiler: a new family of the ledger does not go unanswered. */
const statusOf: Readonly<Record<ErrorFamily, number>> = {
  InvalidInputError: 400,
  NotFoundError: 404,
  RejectedError: 422,
  ConflictError: 409,
  UnavailableError: 503,
  InvariantError: 500,
}

const titleOf: Readonly<Record<ErrorFamily, string>> = {
  InvalidInputError: 'The request can never succeed as written',
  NotFoundError: 'There is nothing of that name',
  RejectedError: 'A rule says no as things stand',
  ConflictError: 'Things have moved since you looked',
  UnavailableError: 'Try again with the same key',
  InvariantError: 'Something broke on our side',
}

function ledgerProblem({ family, code, message }: LedgerError): ProblemBody {
  if (family === 'InvariantError') return problemOf(undefined)
  // A key that was used for another request is no race: repeating it never helps.
  const status = code === 'key_reused' ? 422 : statusOf[family]
  return {
    type: problemType(code),
    title: titleOf[family],
    status,
    detail: message,
    code,
    retryable: family === 'UnavailableError',
  }
}

// What node:net, pg-pool and PostgreSQL say when there is no server, none yet, none any more, or no room left.
const connectionLosses = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])
const lossMessages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  // Said of every question after the one that found out, the ROLLBACK of its transaction included.
  'Client has encountered a connection error',
]

function isConnectionLoss(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false
  return connectionLosses.has(code) || lossMessages.some((text) => error.message.startsWith(text))
}

function fieldsOf(error: unknown): { code: string; statusCode: number } {
  if (!(error instanceof Error)) return { code: '', statusCode: 500 }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const statusCode = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  return { code, statusCode }
}
