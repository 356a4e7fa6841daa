import { randomUUID } from 'node:crypto'
import type { Money } from '@evenkeel/ledger'
import { add, compare, money, negate } from '@evenkeel/ledger/money'
import { chargeBack } from '../books/recipes/charge-back.ts'
import { depositRefunded } from '../books/recipes/deposit-refunded.ts'
import type { Trx } from '../database/transaction.ts'
import { publishEvent } from '../events/publish-event.ts'
import { requestMail } from '../mails/mails.ts'
import {
  addTransaction,
  completeTransaction,
  detailTransaction,
  moveTransaction,
} from '../transactions/transactions.ts'
import { bookOf, postFor, usableOf } from './book-of.ts'
import type { Deposit, Refund } from './deposit.ts'
import { changeDeposit } from './deposit-store.ts'
import { inWords } from './letters.ts'
import type { DepositParts } from './parts.ts'
import { endRefund, insertRefund } from './refund-store.ts'

/** Posts a refund that the gateway has given back. The deposit is locked. */
export async function completeRefund(
  parts: DepositParts,
  trx: Trx,
  deposit: Deposit,
  refund: Refund,
): Promise<Deposit> {
  const { id, amount, penalty } = refund
  const { gateway, userId: user, tenantId, userMail } = deposit
  const now = parts.clock.now()
  await freeHold(parts, trx, deposit, refund)
  const book = bookOf(parts, trx, deposit)
  const usable = await usableOf(book, deposit)
  const journal = depositRefunded({ refund: id, user, gateway, amount, penalty, usable })
  const posted = await postFor(book, deposit, journal)
  await endRefund(trx, { id, status: 'completed', now })
  await completeTransaction(trx, { id, detail: 'completed', amount: negate(amount), now, ...posted })
  await publishEvent(
    trx,
    { tenantId, type: 'deposit-refunded', data: { deposit: deposit.id, refund: id } },
    now,
  )
  const facts = { amount: inWords(amount), penalty: inWords(penalty), reference: `deposit-${deposit.id}` }
  await requestMail(trx, { tenantId, kind: 'deposit_refunded', recipient: userMail, facts }, now)
  return lose(trx, deposit, amount, 'refunded')
}

/** Ends a refund that did not happen: what was held can be used again. */
export async function failRefund(
  parts: DepositParts,
  trx: Trx,
  deposit: Deposit,
  refund: Refund,
): Promise<Deposit> {
  await freeHold(parts, trx, deposit, refund)
  await endRefund(trx, { id: refund.id, status: 'failed', now: parts.clock.now() })
  await moveTransaction(trx, { id: refund.id, status: 'failed', detail: 'failed' })
  return changeDeposit(trx, deposit, {})
}

/** Posts what the payer's bank has taken back. */
export async function takeChargeBack(
  parts: DepositParts,
  trx: Trx,
  deposit: Deposit,
  amount: Money,
): Promise<Deposit> {
  const { gateway, userId: user, userId, tenantId, userMail } = deposit
  const now = parts.clock.now()
  const id = randomUUID()
  const book = bookOf(parts, trx, deposit)
  const usable = await usableOf(book, deposit)
  const posted = await postFor(book, deposit, chargeBack({ chargeBack: id, user, gateway, amount, usable }))
  const penalty = money(0n, amount.currency)
  await insertRefund(
    trx,
    deposit,
    { id, kind: 'charge_back', amount, penalty, holdId: null, reason: null, requestedBy: null },
    now,
  )
  const effect = negate(amount)
  await addTransaction(
    trx,
    {
      id,
      tenantId,
      userId,
      type: 'debit',
      fact: 'charge_back',
      status: 'processing',
      detail: 'requested',
      name: 'Deposit taken back by the bank',
      reference: `deposit-${deposit.id}`,
      amount: effect,
    },
    now,
  )
  await completeTransaction(trx, { id, detail: 'completed', amount: effect, now, ...posted })
  await publishEvent(trx, { tenantId, type: 'deposit-charged-back', data: { deposit: deposit.id } }, now)
  const facts = { amount: inWords(amount), reference: `deposit-${deposit.id}` }
  await requestMail(trx, { tenantId, kind: 'deposit_charged_back', recipient: userMail, facts }, now)
  return lose(trx, deposit, amount, 'charged_back')
}

/** Voiding locks the wallet in the ledger, so what is read of it afterwards stays true until the end of the transaction. */
async function freeHold(
  parts: DepositParts,
  trx: Trx,
  deposit: Deposit,
  { id, holdId, status }: Refund,
): Promise<void> {
  if (holdId === null || status !== 'requested') return
  await bookOf(parts, trx, deposit).holds.void({ key: `refund:${id}:freed`, hold: holdId })
}

async function lose(
  trx: Trx,
  deposit: Deposit,
  amount: Money,
  whole: 'refunded' | 'charged_back',
): Promise<Deposit> {
  const returned = add(deposit.returned, amount)
  const isAll = deposit.credited !== null && compare(returned, deposit.credited) >= 0
  const status = isAll || whole === 'charged_back' ? whole : 'part_refunded'
  await detailTransaction(trx, { id: deposit.id, detail: status })
  return changeDeposit(trx, deposit, { returned, status })
}
