import type { FastifyRequest } from 'fastify'
import type { Identify } from '../plugins/identification.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { AccessClaims } from './access-tokens.ts'
import type { IdentityParts } from './parts.ts'
import { sessionState } from './session-state.ts'
import { findSession } from './session-store.ts'

/**
 * Finds out who asks, on every route that is not public, before the body is read. The token only says where to look: the
 * login, the user's status and the roles are read from the database each time, so what ended has ended at once.
 */
export function identifier({ db, clock }: Pick<IdentityParts, 'db' | 'clock'>): Identify {
  return async (request) => {
    const { access } = request.routeOptions.config
    if (access === undefined || access === 'public') return null
    const claims = await readToken(request)
    const now = clock.now()
    if (claims.exp * 1000 <= now.getTime()) throw expired()
    if (claims.exp - claims.iat > longestSeconds) throw invalid()
    const session = await findSession(db, { sessionId: claims.sid, userId: claims.sub, tenant: claims.tid })
    const state = session === undefined ? 'ended' : sessionState(session, now)
    if (session === undefined || state === 'ended') {
      throw new ProblemError('session_ended', 'Log in again: POST /v1/auth/login.')
    }
    if (state === 'disabled') {
      throw new ProblemError('user_disabled', 'Ask the support of this service why, and what can be done.')
    }
    if (session.version !== claims.ver) {
      throw new ProblemError('token_outdated', 'Get a new one: POST /v1/auth/refresh.')
    }
    return session
  }
}

// The longest that EVENKEEL_ACCESS_TOKEN_MINUTES allows. What claims to last longer was not made here.
const longestSeconds = 3_600

// Three parts of base64url; the last is a signature of 64 bytes. What is longer is not even decoded.
const bearer = /^Bearer ([\w-]{1,500})\.([\w-]{1,2000})\.([\w-]{86})$/i

async function readToken(request: FastifyRequest): Promise<AccessClaims> {
  const { authorization } = request.headers
  if (authorization === undefined) {
    throw new ProblemError('not_logged_in', 'Send an access token: Authorization: Bearer <token>.')
  }
  const [, ...parts] = bearer.exec(authorization) ?? []
  if (parts.length === 0 || !parts.every(isCanonical)) throw invalid()
  try {
    return AccessClaims.parse(await request.jwtVerify())
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === expiredCode) throw expired()
    // Every other fault of a token has the same answer: what was wrong with it would only help whoever forges them.
    request.log.debug({ err: error }, 'an access token was refused')
    throw invalid()
  }
}

const expiredCode = 'FST_JWT_AUTHORIZATION_TOKEN_EXPIRED'

/** Several texts decode to the same bytes; only one of them is what was signed. */
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part
}

function invalid(): ProblemError {
  return new ProblemError('invalid_token', 'Get one: POST /v1/auth/login.')
}

function expired(): ProblemError {
  return new ProblemError('token_expired', 'Get a new one: POST /v1/auth/refresh.')
}
