import type { Principal } from '../contract/access.ts'
import type { Trx } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import type { Deposit } from './deposit.ts'
import { findDepositToLock } from './deposit-store.ts'

/** A deposit of the tenant that staff work for, locked. Nobody decides about their own money. */
export async function lockForStaff(trx: Trx, { tenantId, userId }: Principal, id: string): Promise<Deposit> {
  const deposit = await findDepositToLock(trx, id)
  if (deposit?.tenantId !== tenantId) throw new ProblemError('not_found', 'There is no such deposit.')
  if (deposit.userId === userId) {
    throw new ProblemError('not_allowed', 'Nobody decides about a deposit of their own. Ask a colleague.')
  }
  return deposit
}
