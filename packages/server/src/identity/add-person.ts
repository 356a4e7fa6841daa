import { inTransaction } from '../database/transaction.ts'
import { acceptNewPassword } from './new-password.ts'
import type { IdentityParts } from './parts.ts'
import { putPassword } from './password-store.ts'
import { insertUser, isMailTaken, type UserAddress } from './user-store.ts'

/** Adds somebody whose address nobody has to confirm, and answers with them, or with nothing where the address is taken. */
export async function addPerson(
  { db, clock, hasher, tenantId }: IdentityParts,
  { mail, name, password }: { mail: string; name: string; password: string },
): Promise<UserAddress | undefined> {
  const person = { tenantId: await tenantId(), mail, name }
  // A hash takes a tenth of a second, on purpose.
  if (await inTransaction(db, (trx) => isMailTaken(trx, person))) return undefined
  const hash = await hasher.hash(acceptNewPassword(password, { mail, name }))
  return inTransaction(db, async (trx) => {
    const user = await insertUser(trx, person)
    if (user !== undefined) await putPassword(trx, { userId: user.id, hash, now: clock.now() })
    return user
  })
}
