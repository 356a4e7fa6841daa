import { RevioInputError } from './errors/index.ts'
import type { HttpRequest } from './request/request.ts'
import type { Transport } from './request/transport.ts'

/** What every resource of the client stands on. */
export type Api = {
  readonly transport: Transport
  /** Ends in a slash. */
  readonly baseUrl: URL
  readonly brandId: string
}

/**
 * A request below the base URL. Every path ends in a slash: without it the platform redirects, and a redirected
 * POST loses its body.
 */
export function apiRequest(
  api: Api,
  method: HttpRequest['method'],
  path: `${string}/`,
  content: { query?: Readonly<Record<string, string | undefined>>; body?: unknown } = {},
): HttpRequest {
  const url = new URL(path, api.baseUrl)
  for (const [name, value] of Object.entries(content.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return { method, url, ...(content.body === undefined ? {} : { body: content.body }) }
}

/** Checks where the secret key is going to be sent: https, or this very machine. */
export function parseBaseUrl(baseUrl: string): URL {
  const url = URL.parse(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`)
  if (url === null) throw new RevioInputError(`"${baseUrl}" is not a URL.`)
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    throw new RevioInputError('The base URL must be https, so that the secret key never travels in the open.')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new RevioInputError('The base URL must be a bare address, without user, query or fragment.')
  }
  return url
}
