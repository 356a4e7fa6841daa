import { parseHoldId } from '@evenkeel/ledger'
import { withdrawalFailed } from '../books/recipes/withdrawal-failed.ts'
import type { Trx } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { moveTransaction } from '../transactions/transactions.ts'
import { askAfterEnd } from './ask-again.ts'
import { bookOf } from './book-of.ts'
import type { WithdrawalParts } from './parts.ts'
import { tellOwner } from './tell-owner.ts'
import type { Withdrawal } from './withdrawal.ts'
import { mayMove } from './withdrawal-state.ts'
import { changeWithdrawal } from './withdrawal-store.ts'

/**
 * Ends a withdrawal that is locked without a payout: the hold is voided, the status and the reason are written, the
 * owner is told, or none of it. `mayArrive` says that the gateway has had it in hand: it is asked for some days more.
 */
export async function freeWithdrawal(
  parts: Pick<WithdrawalParts, 'ledger' | 'clock'>,
  trx: Trx,
  withdrawal: Withdrawal,
  {
    to,
    reason,
    mayArrive = false,
  }: { to: 'failed' | 'rejected' | 'cancelled'; reason: string; mayArrive?: boolean },
): Promise<Withdrawal> {
  const { id, holdId, status, tenant } = withdrawal
  if (!mayMove(status, to)) throw new Error(`A withdrawal does not move from ${status} to ${to}.`)
  const now = parts.clock.now()
  await bookOf(parts, trx, tenant).holds.void({
    ...withdrawalFailed({ withdrawal: id, hold: parseHoldId(holdId) }),
    reason,
  })
  await failpoint('amount-freed')
  const askAt = mayArrive ? askAfterEnd(now) : null
  const freed = await changeWithdrawal(trx, withdrawal, { status: to, reason, endedAt: now }, { askAt })
  await moveTransaction(trx, { id, status: 'failed', detail: to })
  await tellOwner(trx, freed, to, now)
  return freed
}
