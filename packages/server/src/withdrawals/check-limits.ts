import { inTransaction, type Trx } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { detailTransaction } from '../transactions/transactions.ts'
import { readOwnersDays } from './fraud-store.ts'
import type { WithdrawalParts } from './parts.ts'
import { raiseAlert } from './raise-alert.ts'
import { type Suspicion, suspicionsOf } from './suspicions.ts'
import type { Flag } from './withdrawal.ts'
import { changeWithdrawal, lockWithdrawal } from './withdrawal-store.ts'

type Parts = Pick<WithdrawalParts, 'db' | 'clock' | 'logger' | 'limits'>

/**
 * Looks at the last day of everybody who has asked for a withdrawal in it. What meets a rule is told to staff, and what
 * is not on its way yet goes to review. A second run, or a second worker, finds it done.
 */
export async function checkLimits(parts: Parts): Promise<void> {
  for (const day of await readOwnersDays(parts.db, parts.clock.now())) {
    const limit = parts.limits.of(day.currency)
    if (limit === undefined) continue
    for (const suspicion of suspicionsOf(day, limit)) {
      await inTransaction(parts.db, async (trx) => {
        const { tenantId, userId, currency } = day
        await flag(trx, suspicion)
        await failpoint('withdrawal-flagged')
        const reference = suspicion.withdrawals.map((id) => `withdrawal-${id}`).join(', ')
        const alert = {
          tenantId,
          userId,
          rule: suspicion.rule,
          currency,
          reference: reference || 'none is waiting',
        }
        await raiseAlert(parts, trx, alert, parts.clock.now())
      })
      await failpoint('suspicion-handled')
    }
  }
}

/** In the order of their ids, so that two runs do not wait for each other in a circle. */
async function flag(trx: Trx, { rule, withdrawals }: Suspicion): Promise<void> {
  for (const id of withdrawals.toSorted()) {
    const withdrawal = await lockWithdrawal(trx, id)
    const isWaiting = ['requested', 'review', 'approved'].includes(withdrawal.status)
    if (!isWaiting || withdrawal.flags.includes(rule)) continue
    const flags: readonly Flag[] = [...withdrawal.flags, rule]
    const round = withdrawal.round + 1
    await changeWithdrawal(trx, withdrawal, { status: 'review', flags, round }, { askAt: null })
    await detailTransaction(trx, { id, detail: 'review' })
  }
}
