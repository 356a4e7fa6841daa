import type { Principal } from '../contract/access.ts'
import { inTransaction } from '../database/transaction.ts'
import { requestMail } from '../mails/mails.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { refuseCurrentPassword } from './change-password.ts'
import type { IdentityParts } from './parts.ts'
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-code.ts'
import { checkSecondFactor, newSeed, refuseVerdict, type SecondFactor } from './second-factor.ts'
import { revokeSessions } from './session-store.ts'
import { isTotpConfirmed, putRecoveryCodes, putSeed, removeTotp } from './totp-store.ts'

/** Makes a seed for the user's app. It protects nothing until a code of it is confirmed, and may be made anew until then. */
export async function enrolTotp(
  parts: IdentityParts,
  principal: Principal,
  password: string,
): Promise<{ secret: string; uri: string }> {
  const { db, clock, keyring, issuer } = parts
  const { userId, tenantId, mail } = principal
  await demandPassword(parts, principal, password)
  const { sealedSeed, secret, uri } = newSeed(keyring, { tenantId, userId, mail, issuer })
  const isNew = await inTransaction(db, (trx) =>
    putSeed(trx, { userId, tenantId, sealedSeed, now: clock.now() }),
  )
  if (!isNew) throw alreadyEnrolled()
  return { secret, uri }
}

/** Shows that the app has the seed. From now on it counts; the answer are the recovery codes, shown this once. */
export async function confirmTotp(
  { db, clock, keyring }: IdentityParts,
  { userId, tenantId, sessionId, mail: recipient }: Principal,
  code: string,
): Promise<readonly string[]> {
  const recoveryCodes = newRecoveryCodes()
  const verdict = await inTransaction(db, async (trx) => {
    const now = clock.now()
    if (await isTotpConfirmed(trx, userId)) return 'already'
    const found = await checkSecondFactor(trx, keyring, { userId, shown: { code }, now, isConfirmed: false })
    if (found !== 'right') return found
    await putRecoveryCodes(trx, { userId, tenantId, hashes: recoveryCodes.map(hashOfRecoveryCode) })
    await revokeSessions(trx, { userId, except: sessionId, reason: 'totp_change', now })
    await requestMail(trx, { tenantId, kind: 'totp_enrolled', recipient }, now)
    return found
  })
  if (verdict === 'already') throw alreadyEnrolled()
  return verdict === 'right' ? recoveryCodes : refuseVerdict(verdict)
}

/** Takes the second factor away from whoever shows it once more, and the password. */
export async function disableTotp(
  parts: IdentityParts,
  principal: Principal,
  { password, shown }: { password: string; shown: SecondFactor },
): Promise<void> {
  const { db, clock, keyring } = parts
  const { userId, tenantId, sessionId, mail: recipient } = principal
  await demandPassword(parts, principal, password)
  const verdict = await inTransaction(db, async (trx) => {
    const now = clock.now()
    const found = await checkSecondFactor(trx, keyring, { userId, shown, now })
    if (found !== 'right') return found
    await removeTotp(trx, userId)
    await revokeSessions(trx, { userId, except: sessionId, reason: 'totp_change', now })
    await requestMail(trx, { tenantId, kind: 'totp_disabled', recipient }, now)
    return found
  })
  if (verdict !== 'right') refuseVerdict(verdict)
}

/** A stolen access token alone changes no second factor. */
async function demandPassword(
  { backEnd }: IdentityParts,
  { tenantId, mail }: Principal,
  password: string,
): Promise<void> {
  const { state } = await backEnd.authenticate({ tenantId, mail, password })
  if (state !== 'known') refuseCurrentPassword()
}

function alreadyEnrolled(): ProblemError {
  return new ProblemError('totp_enrolled', 'Disable it first: POST /v1/me/totp/disable.')
}
