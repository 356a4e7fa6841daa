import type { Principal } from '../contract/access.ts'
import type { ShownStaffWithdrawal } from '../contract/approvals.ts'
import type { Db } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { findWithdrawal } from '../withdrawals/withdrawals.ts'
import { findDecisions } from './decision-store.ts'
import { showStaffWithdrawal } from './show-staff-withdrawal.ts'

/** One withdrawal of the tenant that staff work for. */
export async function readForStaff(
  db: Db,
  { tenantId }: Principal,
  id: string,
): Promise<ShownStaffWithdrawal> {
  const withdrawal = await findWithdrawal(db, id)
  if (withdrawal?.tenantId !== tenantId) throw new ProblemError('not_found', 'There is no such withdrawal.')
  return showStaffWithdrawal(withdrawal, await findDecisions(db, [id]))
}
