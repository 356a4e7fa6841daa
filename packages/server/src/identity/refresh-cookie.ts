import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../plugins/problem-of.ts'

/** The prefix makes browsers refuse it from anywhere but this host, and without Secure or with another path. */
const name = '__Host-refresh'

const attributes = {
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'strict',
} as const satisfies CookieSerializeOptions

export function setRefreshCookie(reply: FastifyReply, token: string, expires: Date): void {
  void reply.setCookie(name, token, { ...attributes, expires })
}

export function clearRefreshCookie(reply: FastifyReply): void {
  void reply.clearCookie(name, attributes)
}

/**
 * The token that a browser sends by itself. Since it does so for whoever makes it ask, the page that asks has to be one
 * of ours: SameSite keeps other sites out, and this also keeps out other pages of our own site.
 */
export function refreshCookieOf(request: FastifyRequest, webOrigins: readonly string[]): string | undefined {
  const token = request.cookies[name]
  if (token !== undefined) demandWebOrigin(request, webOrigins)
  return token
}

export function demandWebOrigin(
  { headers: { origin } }: FastifyRequest,
  webOrigins: readonly string[],
): void {
  if (origin !== undefined && webOrigins.includes(origin)) return
  throw new ProblemError(
    'origin_refused',
    'Cookies are for web pages of origins in EVENKEEL_WEB_ORIGINS. Other programs send the refresh token in the body.',
  )
}
