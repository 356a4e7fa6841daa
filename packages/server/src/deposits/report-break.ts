import { type NewBreak, openBreak } from '../breaks/breaks.ts'
import type { Trx } from '../database/transaction.ts'
import type { Deposit } from './deposit.ts'
import type { DepositParts } from './parts.ts'

/** Leaves a difference to staff: once, however often it is met. Nothing is posted for it. */
export async function reportBreak(
  { clock, logger }: Pick<DepositParts, 'clock' | 'logger'>,
  trx: Trx,
  { id, tenantId, gateway }: Deposit,
  { kind, objectId, expected, found }: Pick<NewBreak, 'kind' | 'objectId' | 'expected' | 'found'>,
): Promise<void> {
  const isNew = await openBreak(
    trx,
    { tenantId, kind, depositId: id, gateway, objectId, expected, found },
    clock.now(),
  )
  if (isNew) {
    logger.error(
      { event: 'break_opened', kind, deposit: id, object: objectId, expected, found },
      'books and gateway differ; nothing was posted, staff have to decide',
    )
  }
}
