import type { Money } from '@evenkeel/ledger'
import { depositSettled } from '../books/recipes/deposit-settled.ts'
import type { Trx } from '../database/transaction.ts'
import { publishEvent } from '../events/publish-event.ts'
import { requestMail } from '../mails/mails.ts'
import { completeTransaction } from '../transactions/transactions.ts'
import { bookOf, postFor } from './book-of.ts'
import type { Deposit } from './deposit.ts'
import { changeDeposit } from './deposit-store.ts'
import { inWords } from './letters.ts'
import type { DepositParts } from './parts.ts'

/** Credits a deposit that is locked: the journal, the status, the owner's list, the event and the mail, or none of it. */
export async function settleDeposit(
  parts: DepositParts,
  trx: Trx,
  deposit: Deposit,
  { purchaseId, amount, fee }: { purchaseId: string; amount: Money; fee: Money },
): Promise<Deposit> {
  const { id, userId: user, tenantId, userMail, gateway } = deposit
  const now = parts.clock.now()
  const journal = depositSettled({ deposit: id, user, gateway, amount, fee })
  const posted = await postFor(bookOf(parts, trx, deposit), deposit, journal)
  const settled = await changeDeposit(trx, deposit, {
    status: 'completed',
    purchaseId,
    credited: amount,
    fee,
    creditedAt: now,
  })
  await completeTransaction(trx, { id, detail: 'completed', amount, now, ...posted })
  await publishEvent(trx, { tenantId, type: 'deposit-completed', data: { deposit: id, user } }, now)
  const facts = { amount: inWords(amount), reference: `deposit-${id}` }
  await requestMail(trx, { tenantId, kind: 'deposit_completed', recipient: userMail, facts }, now)
  return settled
}
