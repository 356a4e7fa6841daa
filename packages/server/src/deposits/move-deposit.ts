import type { Trx } from '../database/transaction.ts'
import { moveTransaction } from '../transactions/transactions.ts'
import type { Deposit, DepositStatus } from './deposit.ts'
import { mayMove, shownStatus } from './deposit-state.ts'
import { changeDeposit } from './deposit-store.ts'

/** Moves a deposit that is locked to a status in which nothing is credited, and says so in its owner's list. */
export async function moveDeposit(trx: Trx, deposit: Deposit, to: DepositStatus): Promise<Deposit> {
  const status = shownStatus[to]
  if (!mayMove(deposit.status, to) || status === 'completed') {
    throw new Error(`A deposit does not move from ${deposit.status} to ${to} by itself.`)
  }
  const moved = await changeDeposit(trx, deposit, { status: to })
  await moveTransaction(trx, { id: deposit.id, status, detail: to })
  return moved
}
