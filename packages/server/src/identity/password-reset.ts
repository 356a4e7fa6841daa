import { inTransaction } from '../database/transaction.ts'
import { requestMail, requestMailForStranger } from '../mails/mails.ts'
import { findMailToken, usePasswordReset } from './mail-token-store.ts'
import { acceptNewPassword } from './new-password.ts'
import { hashOfToken } from './opaque-token.ts'
import type { IdentityParts } from './parts.ts'
import { putPassword } from './password-store.ts'
import { unusableMailToken } from './registration.ts'
import { revokeSessions } from './session-store.ts'
import { raiseVersion } from './user-store.ts'

/** Asks for a mail to set a new password with. The same for every address, known or not. */
export async function forgotPassword({ db, clock, tenantId }: IdentityParts, mail: string): Promise<void> {
  const request = { tenantId: await tenantId(), kind: 'password_reset', recipient: mail }
  await inTransaction(db, (trx) => requestMailForStranger(trx, request, clock.now()))
}

/**
 * Sets a new password with the code from the mail, and ends every login. The second factor stays: the next login asks
 * for it, so whoever can read the mails of a user still cannot become the user.
 */
export async function resetPassword(
  { db, clock, hasher }: IdentityParts,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const hash = hashOfToken(token, 'ekm_')
  const owner = hash && (await findMailToken(db, { hash, now: clock.now() }))
  if (hash === undefined || owner === undefined) throw unusableMailToken()
  const passwordHash = await hasher.hash(acceptNewPassword(password, owner))

  await inTransaction(db, async (trx) => {
    const now = clock.now()
    const user = await usePasswordReset(trx, { hash, now })
    if (user === undefined) throw unusableMailToken()
    const { userId, tenantId, mail: recipient } = user
    await putPassword(trx, { userId, hash: passwordHash, now })
    await revokeSessions(trx, { userId, reason: 'password_reset', now })
    await raiseVersion(trx, userId)
    await requestMail(trx, { tenantId, kind: 'password_changed', recipient }, now)
  })
}
