import type { Clock } from '@evenkeel/ledger'
import { type Db, inTransaction } from '../database/transaction.ts'
import type { IdentityBackEnd } from './identity-back-end.ts'
import type { PasswordHasher } from './password-hasher.ts'
import { normalizePassword } from './password-rules.ts'
import { findPasswordByMail, findPasswordByUser, putPassword, strengthenHash } from './password-store.ts'

/** Users whose passwords are in wallet.password. */
export function createDatabaseBackEnd({
  db,
  clock,
  hasher,
}: {
  db: Db
  clock: Clock
  hasher: PasswordHasher
}): IdentityBackEnd {
  return {
    async authenticate({ tenantId, mail, password }) {
      const normalized = normalizePassword(password)
      const stored = await findPasswordByMail(db, { tenantId, mail })
      const isMatch = await hasher.matches(stored?.hash, normalized)
      if (!isMatch || stored === undefined || stored.hash === null) return { state: 'unknown' }
      if (stored.status === 'disabled') return { state: 'disabled' }
      const { userId, hash } = stored
      if (hasher.isOutdated(hash)) {
        const to = await hasher.hash(normalized)
        await inTransaction(db, (trx) => strengthenHash(trx, { userId, from: hash, to }))
      }
      return { state: 'known', userId }
    },

    async passwordInfo(userId) {
      const stored = await findPasswordByUser(db, userId)
      return stored === undefined ? { canChange: false } : { canChange: true, changedAt: stored.changedAt }
    },

    async changePassword({ userId, current, next, alongside }) {
      const stored = await findPasswordByUser(db, userId)
      if (stored === undefined) return 'not_here'
      if (!(await hasher.matches(stored.hash, normalizePassword(current)))) return 'wrong_password'
      // Both hashes are done before the transaction begins: none waits for a core with a lock in its hand.
      const hash = await hasher.hash(normalizePassword(next))
      return inTransaction(db, async (trx) => {
        const now = clock.now()
        if (!(await putPassword(trx, { userId, hash, now, replacing: stored.hash }))) return 'wrong_password'
        await alongside(trx)
        return 'changed'
      })
    },
  }
}
