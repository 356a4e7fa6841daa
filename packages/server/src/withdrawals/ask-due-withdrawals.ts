import { inTransaction } from '../database/transaction.ts'
import { alertStaff } from './alert-staff.ts'
import { askDelaysMs, askForPayout } from './ask-again.ts'
import type { WithdrawalParts } from './parts.ts'
import { takeDueWithdrawals } from './withdrawal-store.ts'

/** The ask after six hours: what is not known by then needs a person. */
const stuckAtAsk = 5

/**
 * Asks for the job of every withdrawal whose time has come, and answers with how many those were. It is what makes a
 * lost job, a dead worker and a lost webhook mere delays.
 */
export async function askDueWithdrawals(
  parts: Pick<WithdrawalParts, 'db' | 'clock' | 'logger'>,
  limit: number,
): Promise<number> {
  return inTransaction(parts.db, async (trx) => {
    const now = parts.clock.now()
    const due = await takeDueWithdrawals(trx, { now, limit, delaysMs: askDelaysMs })
    for (const { id, tenantId, userId, asks, hasEnded } of due) {
      await askForPayout(trx, { id, tenantId })
      if (asks !== stuckAtAsk || hasEnded) continue
      const what = 'A payout has no end after hours; its money stays held'
      const reference = `withdrawal-${id}`
      await alertStaff(parts, trx, { tenantId, userId, event: 'withdrawal_stuck', what, reference }, now)
    }
    return due.length
  })
}
