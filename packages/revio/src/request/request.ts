import type { Clock } from '../clock.ts'
import { isRevioError, RevioConnectionError, RevioNotSentError } from '../errors/index.ts'
import { wasNeverSent } from './never-sent.ts'
import { readText } from './read-text.ts'
import { type Redactor, redactError } from './redact.ts'
import { parseRetryAfter } from './retry-after.ts'
import type { Reply } from './understand.ts'

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly body?: unknown
}

export type RequestSettings = {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly secretKey: string
  readonly redact: Redactor
  readonly maxReplyBytes: number
}

/**
 * Sends one request once and reads the whole reply, all before `signal` aborts. The signal is a total deadline: a
 * provider that drips a byte a second does not outlive it.
 */
export async function request(
  settings: RequestSettings,
  call: HttpRequest,
  signal: AbortSignal,
): Promise<Reply> {
  try {
    return await beforeAbort(exchange(settings, call, signal), signal)
  } catch (thrown) {
    if (isRevioError(thrown)) throw thrown
    const cause = redactError(thrown, settings.redact)
    if (signal.aborted) {
      throw new RevioConnectionError(
        'deadline_exceeded',
        'The provider did not answer before the deadline.',
        { cause },
      )
    }
    if (wasNeverSent(thrown)) {
      throw new RevioNotSentError('connection_failed', 'No connection to the provider; nothing was sent.', {
        cause,
      })
    }
    throw new RevioConnectionError('connection_lost', 'The connection broke before the whole answer came.', {
      cause,
    })
  }
}

async function exchange(settings: RequestSettings, call: HttpRequest, signal: AbortSignal): Promise<Reply> {
  const response = await settings.fetch(call.url, {
    method: call.method,
    redirect: 'manual',
    signal,
    headers: {
      accept: 'application/json',
      // A compressed reply could inflate past any cap before we count it.
      'accept-encoding': 'identity',
      // A kept connection can be closed by the other side in the very moment a write goes out, and that write would
      // have an unknown outcome. A fresh one costs a handshake and either opens or provably does not.
      connection: 'close',
      authorization: `Bearer ${settings.secretKey}`,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  })
  return {
    status: response.status,
    // An error quotes the type, so it goes through the same sieve as every message.
    contentType: settings.redact(response.headers.get('content-type') ?? ''),
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), settings.clock.now()),
    text: await readText(response, settings.maxReplyBytes),
  }
}

// An injected fetch may ignore its signal. Racing the two keeps the deadline ours.
async function beforeAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
