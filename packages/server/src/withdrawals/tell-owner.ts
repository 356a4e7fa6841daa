import type { Trx } from '../database/transaction.ts'
import { publishEvent } from '../events/publish-event.ts'
import { requestMail } from '../mails/mails.ts'
import { inWords } from './letters.ts'
import type { Withdrawal } from './withdrawal.ts'

type News = 'requested' | 'completed' | 'paid_late' | 'returned' | 'failed' | 'rejected' | 'cancelled'

/** Tells the owner, and whoever listens, what has become of a withdrawal: in the transaction in which it did. */
export async function tellOwner(
  trx: Trx,
  { id, tenantId, userId, userMail, amount, fee, reason }: Withdrawal,
  news: News,
  now: Date,
): Promise<void> {
  const facts = {
    amount: inWords(amount),
    fee: inWords(fee),
    reference: `withdrawal-${id}`,
    ...(reason !== null && { reason }),
  }
  const type = `withdrawal-${news.replace('_', '-')}`
  await publishEvent(trx, { tenantId, type, data: { withdrawal: id, user: userId } }, now)
  await requestMail(trx, { tenantId, kind: `withdrawal_${news}`, recipient: userMail, facts }, now)
}
