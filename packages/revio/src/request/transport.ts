import type { Clock } from '../clock.ts'
import {
  type ErrorCode,
  isRevioError,
  RevioConnectionError,
  type RevioError,
  RevioInputError,
  RevioNotSentError,
  RevioRefusalError,
  RevioReplyError,
} from '../errors/index.ts'
import type { Outcome } from '../outcome.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'
import { type HttpRequest, type RequestSettings, request } from './request.ts'
import { understandReply } from './understand.ts'

/** One call of the provider's API: what to send, and how to read the answer. */
export type Operation<Value> = {
  /** Such as `purchases.create`, for the log. */
  readonly name: string
  /** May throw a RevioInputError: a write turns it into a refusal, so that no write ever throws. */
  readonly prepare: () => HttpRequest
  readonly parse: (body: unknown) => Value
}

/** What the log is told of each request. Never a header, never a body. */
export type RequestRecord = {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly attempt: number
  readonly durationMs: number
  readonly result: 'ok' | ErrorCode
  readonly status: number | null
}

export type TransportSettings = RequestSettings & {
  readonly breaker: CircuitBreaker
  readonly deadlineMs: number
  readonly random: () => number
  readonly log: (record: RequestRecord) => void
}

export type Transport = {
  /** Tries again on trouble, within one deadline, and throws what went wrong last. */
  read<Value>(operation: Operation<Value>): Promise<Value>
  /** Sends once, ever. */
  write<Value>(operation: Operation<Value>): Promise<Outcome<Value>>
}

const maxReadAttempts = 4
const firstPauseMs = 200
const longestPauseMs = 2000

export function createTransport(settings: TransportSettings): Transport {
  return {
    async read(operation) {
      const signal = AbortSignal.timeout(settings.deadlineMs)
      const giveUpAt = settings.clock.now() + settings.deadlineMs
      for (let attempt = 1; ; attempt++) {
        try {
          return await send(settings, operation, attempt, signal)
        } catch (error) {
          const pauseMs = pauseBeforeRetry(error, attempt, settings.random)
          if (pauseMs === null || settings.clock.now() + pauseMs >= giveUpAt) throw error
          await pause(settings.clock, pauseMs, signal, error)
        }
      }
    },
    async write(operation) {
      try {
        const signal = AbortSignal.timeout(settings.deadlineMs)
        return { outcome: 'done', value: await send(settings, operation, 1, signal) }
      } catch (error) {
        return toOutcome(error)
      }
    },
  }
}

async function send<Value>(
  settings: TransportSettings,
  operation: Operation<Value>,
  attempt: number,
  signal: AbortSignal,
): Promise<Value> {
  const call = operation.prepare()
  if (!settings.breaker.admit()) {
    throw new RevioNotSentError(
      'circuit_open',
      'The provider has been failing; nothing was sent. Try again shortly.',
    )
  }
  const startedAt = settings.clock.now()
  let status: number | null = null
  let failure: RevioError | null = null
  try {
    const reply = await request(settings, call, signal)
    status = reply.status
    return operation.parse(understandReply(reply, settings.redact))
  } catch (error) {
    if (isRevioError(error)) failure = error
    throw error
  } finally {
    settings.breaker.record(isOutage(failure) ? 'failure' : 'success')
    logSafely(settings.log, {
      operation: operation.name,
      method: call.method,
      path: call.url.pathname,
      attempt,
      durationMs: settings.clock.now() - startedAt,
      result: failure?.code ?? 'ok',
      status,
    })
  }
}

function logSafely(log: TransportSettings['log'], record: RequestRecord): void {
  try {
    log(record)
  } catch {
    // A log that fails must not turn a payout that was made into an error; money matters more than its record.
  }
}

function toOutcome(error: unknown): Outcome<never> {
  if (
    error instanceof RevioRefusalError ||
    error instanceof RevioNotSentError ||
    error instanceof RevioInputError
  ) {
    return { outcome: 'refused', error }
  }
  if (error instanceof RevioReplyError || error instanceof RevioConnectionError) {
    return { outcome: 'unknown', error }
  }
  // Nothing else is thrown below; if our own code breaks, the caller must still not take it for a refusal.
  const cause = error instanceof Error ? error : new Error(String(error))
  const message = 'The reply could not be handled; read the object to learn what happened.'
  return { outcome: 'unknown', error: new RevioReplyError('unexpected_shape', message, null, { cause }) }
}

function isOutage(failure: RevioError | null): boolean {
  if (failure instanceof RevioReplyError) return failure.code === 'server_error'
  return failure instanceof RevioConnectionError || failure instanceof RevioNotSentError
}

function pauseBeforeRetry(error: unknown, attempt: number, random: () => number): number | null {
  if (attempt >= maxReadAttempts) return null
  const isLimited = error instanceof RevioRefusalError && error.code === 'rate_limited'
  const isBroken = error instanceof RevioReplyError && ['server_error', 'broken_json'].includes(error.code)
  const isUnreachable =
    error instanceof RevioConnectionError ||
    (error instanceof RevioNotSentError && error.code === 'connection_failed')
  if (!isLimited && !isBroken && !isUnreachable) return null
  if (isLimited && error.retryAfterMs !== null) return error.retryAfterMs
  // Full jitter: many clients that failed together must not come back together.
  return random() * Math.min(longestPauseMs, firstPauseMs * 2 ** attempt)
}

async function pause(clock: Clock, ms: number, signal: AbortSignal, reason: unknown): Promise<void> {
  try {
    await clock.sleep(ms, signal)
  } catch {
    throw reason
  }
}
