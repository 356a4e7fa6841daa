import { inTransaction, type Trx } from '../database/transaction.ts'
import { requestMail } from '../mails/mails.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { after } from './lifetimes.ts'
import type { IdentityParts } from './parts.ts'
import { firstRefreshToken } from './refresh-token.ts'
import { checkSecondFactor, refuseVerdict, type SecondFactor } from './second-factor.ts'
import { insertSession, type SessionUser } from './session-store.ts'
import { isTotpConfirmed } from './totp-store.ts'

export interface LogIn {
  readonly mail: string
  readonly password: string
  readonly shown?: SecondFactor
  readonly clientIp: string
  readonly userAgent: string
}

/** A login that has begun or goes on, with what the client needs for it. */
export interface LoggedIn {
  readonly user: SessionUser
  readonly refreshToken: string
  readonly refreshTokenExpiresAt: Date
}

/** Begins a login: the password first, then the second factor of whoever has one. */
export async function logIn(parts: IdentityParts, given: LogIn): Promise<LoggedIn> {
  const { db, backEnd, tenantId } = parts
  const found = await backEnd.authenticate({
    tenantId: await tenantId(),
    mail: given.mail,
    password: given.password,
  })
  if (found.state === 'unknown') {
    throw new ProblemError(
      'wrong_credentials',
      'Check both and try again, or set a new password: POST /v1/auth/password/forgot.',
    )
  }
  if (found.state === 'disabled') throw disabled()

  const outcome = await inTransaction(db, async (trx) => {
    const verdict = await secondFactorVerdict(parts, trx, { userId: found.userId, shown: given.shown })
    return verdict === 'right' ? beginSession(parts, trx, { ...given, userId: found.userId }) : verdict
  })
  if (outcome === 'required') {
    throw new ProblemError(
      'second_factor_required',
      'Log in again with `code` from the app, or with a `recovery_code`.',
    )
  }
  return typeof outcome === 'string' ? refuseVerdict(outcome) : outcome
}

async function secondFactorVerdict(
  { keyring, clock }: IdentityParts,
  trx: Trx,
  { userId, shown }: { userId: string; shown: SecondFactor | undefined },
): Promise<'right' | 'required' | 'wrong' | 'exhausted' | 'not_enrolled'> {
  if (!(await isTotpConfirmed(trx, userId))) return 'right'
  return shown === undefined
    ? 'required'
    : checkSecondFactor(trx, keyring, { userId, shown, now: clock.now() })
}

async function beginSession(
  { clock, lifetimes }: IdentityParts,
  trx: Trx,
  { userId, shown, clientIp, userAgent }: LogIn & { userId: string },
): Promise<LoggedIn> {
  const now = clock.now()
  const { token, hash } = firstRefreshToken()
  const endsAt = after(now, lifetimes.loginMs)
  const tokenExpiresAt = after(now, Math.min(lifetimes.loginMs, lifetimes.refreshTokenMs))
  const user = await insertSession(trx, {
    userId,
    now,
    endsAt,
    clientIp,
    userAgent,
    tokenHash: hash,
    tokenExpiresAt,
  })
  if (user === undefined) throw disabled()
  if (shown !== undefined && 'recoveryCode' in shown) {
    const { tenantId, mail: recipient } = user
    await requestMail(trx, { tenantId, kind: 'recovery_code_used', recipient }, now)
  }
  return { user, refreshToken: token, refreshTokenExpiresAt: tokenExpiresAt }
}

function disabled(): ProblemError {
  return new ProblemError('user_disabled', 'Ask the support of this service why, and what can be done.')
}
