import { type NewBreak, openBreak } from '../breaks/breaks.ts'
import type { Trx } from '../database/transaction.ts'
import { alertStaff } from './alert-staff.ts'
import type { WithdrawalParts } from './parts.ts'
import type { Withdrawal } from './withdrawal.ts'

/** Leaves a difference to staff and tells them: once, however often it is met. Nothing is posted for it. */
export async function reportBreak(
  parts: Pick<WithdrawalParts, 'clock' | 'logger'>,
  trx: Trx,
  { id, tenantId, userId, gateway }: Withdrawal,
  { kind, objectId, expected, found }: Pick<NewBreak, 'kind' | 'objectId' | 'expected' | 'found'>,
): Promise<void> {
  const now = parts.clock.now()
  const isNew = await openBreak(
    trx,
    { tenantId, kind, withdrawalId: id, gateway, objectId, expected, found },
    now,
  )
  if (!isNew) return
  parts.logger.error(
    { event: 'break_opened', kind, withdrawal: id, object: objectId, expected, found },
    'break',
  )
  const what = 'Books and gateway differ about a payout; nothing was posted, somebody has to decide'
  const reference = `withdrawal-${id}`
  await alertStaff(parts, trx, { tenantId, userId, event: 'withdrawal_break', what, reference }, now)
}
