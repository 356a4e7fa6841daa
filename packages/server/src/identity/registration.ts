import { inTransaction } from '../database/transaction.ts'
import { requestMailForStranger } from '../mails/mails.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { findMailToken, useRegistration } from './mail-token-store.ts'
import { acceptNewPassword } from './new-password.ts'
import { hashOfToken } from './opaque-token.ts'
import type { IdentityParts } from './parts.ts'
import { putPassword } from './password-store.ts'
import { insertUser, type UserAddress } from './user-store.ts'

/**
 * Asks for an account. Whether the address has one already is told to the address alone, by mail, so this does the same
 * for every address. The password is chosen with the code from the mail: whoever registers the address of somebody else
 * would otherwise know the password of the account that its owner then confirms.
 */
export async function register(
  { db, clock, tenantId }: IdentityParts,
  { mail, name }: { mail: string; name: string },
): Promise<void> {
  const request = { tenantId: await tenantId(), kind: 'registration', recipient: mail, facts: { name } }
  await inTransaction(db, (trx) => requestMailForStranger(trx, request, clock.now()))
}

/** Makes the account, with the code from the mail. */
export async function confirmRegistration(
  { db, clock, hasher }: IdentityParts,
  { token, password }: { token: string; password: string },
): Promise<UserAddress> {
  const hash = hashOfToken(token, 'ekm_')
  const owner = hash && (await findMailToken(db, { hash, now: clock.now() }))
  if (hash === undefined || owner === undefined) throw unusableMailToken()
  const passwordHash = await hasher.hash(acceptNewPassword(password, owner))

  return inTransaction(db, async (trx) => {
    const now = clock.now()
    const registration = await useRegistration(trx, { hash, now })
    const user = registration && (await insertUser(trx, registration))
    if (user === undefined) throw unusableMailToken()
    await putPassword(trx, { userId: user.id, hash: passwordHash, now })
    return user
  })
}

export function unusableMailToken(): ProblemError {
  return new ProblemError(
    'mail_token_refused',
    'It is wrong, was used, is older than 15 minutes, or a newer mail has replaced it. Ask for a new mail.',
  )
}
