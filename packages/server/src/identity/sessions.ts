import type { Principal } from '../contract/access.ts'
import { inTransaction } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { hashOfToken } from './opaque-token.ts'
import type { IdentityParts } from './parts.ts'
import { findRefreshToken, revokeSessions } from './session-store.ts'

/**
 * Ends the login that a refresh token belongs to, at once and everywhere. Any token of the login will do, used or not:
 * whoever wants it to end may end it. A token that ends nothing is no error, because what was asked for is so.
 */
export async function logOut({ db, clock }: IdentityParts, token: string): Promise<void> {
  const hash = hashOfToken(token, 'ekr_')
  if (hash === undefined) return
  await inTransaction(db, async (trx) => {
    const found = await findRefreshToken(trx, hash)
    if (found === undefined) return
    const { userId, sessionId } = found
    await revokeSessions(trx, { userId, only: sessionId, reason: 'logout', now: clock.now() })
  })
}

/** Ends one login of the user. One that is not theirs, or is over, is not there. */
export async function endSession(
  { db, clock }: IdentityParts,
  { userId }: Principal,
  sessionId: string,
): Promise<void> {
  const ended = await inTransaction(db, (trx) =>
    revokeSessions(trx, { userId, only: sessionId, reason: 'ended_by_user', now: clock.now() }),
  )
  if (ended === 0)
    throw new ProblemError('not_found', 'You have no login of that id: GET /v1/me/sessions lists them.')
}

/** Ends every login of the user but the one that asks. */
export async function endOtherSessions(
  { db, clock }: IdentityParts,
  { userId, sessionId }: Principal,
): Promise<void> {
  await inTransaction(db, (trx) =>
    revokeSessions(trx, { userId, except: sessionId, reason: 'ended_by_user', now: clock.now() }),
  )
}
