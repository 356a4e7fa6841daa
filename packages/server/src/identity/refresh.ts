import { inTransaction, type Trx } from '../database/transaction.ts'
import { requestMail } from '../mails/mails.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { after } from './lifetimes.ts'
import type { LoggedIn } from './log-in.ts'
import { hashOfToken } from './opaque-token.ts'
import type { IdentityParts } from './parts.ts'
import { refreshState } from './refresh-state.ts'
import { childrenOf, newChildNonce } from './refresh-token.ts'
import {
  findRefreshToken,
  findUnusedToken,
  type KnownRefreshToken,
  revokeSessions,
  rotateRefreshToken,
} from './session-store.ts'

/**
 * Goes on with a login: the token is used up and the next one given. A token that was used already gets the same next
 * one for ten seconds, while that is unused; after that its coming again ends the login.
 */
export async function refresh(parts: IdentityParts, token: string): Promise<LoggedIn> {
  const hash = hashOfToken(token, 'ekr_')
  if (hash === undefined) throw unknownToken()
  const outcome = await inTransaction(parts.db, async (trx) => {
    const rotated = await rotate(parts, trx, { token, hash })
    return rotated ?? answerUsedToken(parts, trx, { token, hash })
  })
  // Thrown out here: an error inside would take back that the login has ended.
  if (typeof outcome !== 'string') return outcome
  switch (outcome) {
    case 'unknown':
      throw unknownToken()
    case 'ended':
      throw new ProblemError('session_ended', 'Log in again: POST /v1/auth/login.')
    case 'disabled':
      throw new ProblemError('user_disabled', 'Ask the support of this service why, and what can be done.')
    case 'reuse':
      throw new ProblemError(
        'refresh_token_reused',
        'Somebody else may have a copy, so this login has been ended everywhere and its owner was told. Log in again, and change the password if it was not you.',
      )
  }
}

async function rotate(
  { keyring, clock, lifetimes }: IdentityParts,
  trx: Trx,
  { token, hash }: { token: string; hash: Buffer },
): Promise<LoggedIn | undefined> {
  const now = clock.now()
  const nonce = newChildNonce()
  const [child] = childrenOf(keyring, { parent: token, nonce })
  const user = await rotateRefreshToken(trx, {
    hash,
    childHash: child.hash,
    childNonce: nonce,
    childExpiresAt: after(now, lifetimes.refreshTokenMs),
    now,
  })
  return user && { user, refreshToken: child.token, refreshTokenExpiresAt: user.tokenExpiresAt }
}

async function answerUsedToken(
  { keyring, clock, lifetimes, logger }: IdentityParts,
  trx: Trx,
  { token, hash }: { token: string; hash: Buffer },
): Promise<LoggedIn | 'unknown' | 'ended' | 'disabled' | 'reuse'> {
  const now = clock.now()
  const found = await findRefreshToken(trx, hash)
  if (found === undefined) return 'unknown'
  const { sessionId, childNonce } = found
  const children = childNonce === null ? [] : childrenOf(keyring, { parent: token, nonce: childNonce })
  const unused = await findUnusedToken(trx, { sessionId, hashes: children.map((child) => child.hash) })
  const child = children.find((candidate) => unused !== undefined && candidate.hash.equals(unused.hash))

  const { lostReplyMs } = lifetimes
  const state = refreshState({ ...found, isChildUsed: child === undefined }, { now, lostReplyMs })
  if (state === 'repeat' && child !== undefined && unused !== undefined) {
    return { user: found, refreshToken: child.token, refreshTokenExpiresAt: unused.expiresAt }
  }
  if (state === 'reuse') {
    await endForReuse(trx, found, now)
    logger.warn(
      { event: 'refresh_token_reused', session: sessionId, user: found.userId, tenant: found.tenant },
      'a refresh token came again after its use; the login has been ended',
    )
  }
  return state === 'repeat' ? 'ended' : state
}

/** Ends the login and tells its owner, once, whatever number of copies come at the same time. */
async function endForReuse(
  trx: Trx,
  { sessionId, userId, tenantId, mail }: KnownRefreshToken,
  now: Date,
): Promise<void> {
  const ended = await revokeSessions(trx, { userId, only: sessionId, reason: 'token_reuse', now })
  if (ended > 0) await requestMail(trx, { tenantId, kind: 'refresh_token_reused', recipient: mail }, now)
}

function unknownToken(): ProblemError {
  return new ProblemError(
    'refresh_token_refused',
    'It is not one of ours. Log in again: POST /v1/auth/login.',
  )
}
