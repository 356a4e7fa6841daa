import type { Principal } from '../contract/access.ts'
import type { Trx } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { freeWithdrawal } from './free-withdrawal.ts'
import type { WithdrawalParts } from './parts.ts'
import { mayMove } from './withdrawal-state.ts'
import { findWithdrawalToLock } from './withdrawal-store.ts'

/** Takes a withdrawal back, as long as nothing of it is on its way. */
export async function cancelWithdrawal(
  parts: WithdrawalParts,
  trx: Trx,
  { userId }: Principal,
  id: string,
): Promise<string> {
  const withdrawal = await findWithdrawalToLock(trx, id)
  if (withdrawal?.userId !== userId) throw new ProblemError('not_found', 'You have no such withdrawal.')
  if (!mayMove(withdrawal.status, 'cancelled')) {
    throw new ProblemError(
      'withdrawal_state',
      `The withdrawal is ${withdrawal.status}, and cannot be cancelled any more.`,
    )
  }
  await freeWithdrawal(parts, trx, withdrawal, { to: 'cancelled', reason: 'Its owner took it back.' })
  return id
}
