import type { Role } from '../contract/permissions.ts'
import { type Db, inTransaction } from '../database/transaction.ts'
import { giveRole, type RoleHolder, takeRole } from './role-store.ts'

/** Gives somebody a role, which counts from their next request on; answers whether it is new, or with nothing for nobody. */
export function grantRole(db: Db, holder: RoleHolder, role: Role): Promise<boolean | undefined> {
  return inTransaction(db, (trx) => giveRole(trx, holder, role))
}

/** Takes it away, from their next request on; answers whether it was held, or with nothing for nobody. */
export function revokeRole(db: Db, holder: RoleHolder, role: Role): Promise<boolean | undefined> {
  return inTransaction(db, (trx) => takeRole(trx, holder, role))
}
