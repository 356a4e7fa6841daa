import type { Principal } from '../contract/access.ts'
import { requestMail } from '../mails/mails.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { acceptNewPassword } from './new-password.ts'
import type { IdentityParts } from './parts.ts'
import { revokeSessions } from './session-store.ts'
import { demandStepUp, spendStepUp } from './step-up.ts'
import { isTotpConfirmed } from './totp-store.ts'
import { raiseVersion } from './user-store.ts'

/**
 * Changes the password of whoever knows the current one and, with a second factor, approves it. Every other login ends;
 * this one goes on with its refresh token.
 */
export async function changePassword(
  parts: IdentityParts,
  principal: Principal,
  { current, next, stepUpId }: { current: string; next: string; stepUpId: string | undefined },
): Promise<void> {
  const { db, clock, backEnd } = parts
  const { userId, tenantId, sessionId, mail: recipient } = principal
  const accepted = acceptNewPassword(next, principal)
  const act = { purpose: 'password_change', payload: { user: userId, password: accepted } }
  const needsStepUp = await isTotpConfirmed(db, userId)
  if (needsStepUp && stepUpId === undefined) await demandStepUp(parts, principal, act)

  const outcome = await backEnd.changePassword({
    userId,
    current,
    next: accepted,
    async alongside(trx) {
      const now = clock.now()
      if (needsStepUp && stepUpId !== undefined) {
        await spendStepUp(trx, parts, { principal, act, id: stepUpId })
      }
      await revokeSessions(trx, { userId, except: sessionId, reason: 'password_change', now })
      await raiseVersion(trx, userId)
      await requestMail(trx, { tenantId, kind: 'password_changed', recipient }, now)
    },
  })
  if (outcome === 'wrong_password') refuseCurrentPassword()
  if (outcome === 'not_here') {
    throw new ProblemError('password_refused', 'Another system keeps your password. Change it there.')
  }
}

export function refuseCurrentPassword(): never {
  throw new ProblemError('wrong_credentials', 'The current password is wrong. Nothing was changed.')
}
