import { type Money, parseHoldId } from '@evenkeel/ledger'
import { add, isPositive, negate } from '@evenkeel/ledger/money'
import { type WalletBook, type WalletRef, walletChart } from '../books/chart.ts'
import { openingAccounts } from '../books/open-accounts.ts'
import { payoutCharged, withdrawalPaid } from '../books/recipes/withdrawal-paid.ts'
import { withdrawalPaidLate } from '../books/recipes/withdrawal-paid-late.ts'
import { payoutChargeReturned, withdrawalReturned } from '../books/recipes/withdrawal-returned.ts'
import type { Trx } from '../database/transaction.ts'
import { completeTransaction, failTransaction } from '../transactions/transactions.ts'
import { alertStaff } from './alert-staff.ts'
import { askAfterEnd } from './ask-again.ts'
import { bookOf } from './book-of.ts'
import { inWords } from './letters.ts'
import type { WithdrawalParts } from './parts.ts'
import { tellOwner } from './tell-owner.ts'
import type { Withdrawal } from './withdrawal.ts'
import { changeWithdrawal } from './withdrawal-store.ts'

type Parts = Pick<WithdrawalParts, 'ledger' | 'clock' | 'logger'>

/** The payout has arrived: what was held leaves the books. The withdrawal is locked. */
export async function completeWithdrawal(
  parts: Parts,
  trx: Trx,
  withdrawal: Withdrawal,
  gatewayFee: Money,
): Promise<Withdrawal> {
  const { id, tenant, gateway, amount, fee, holdId, userId: user } = withdrawal
  const { currency } = amount
  const now = parts.clock.now()
  const book = bookOf(parts, trx, tenant)
  const { accounts } = walletChart
  const capture = withdrawalPaid({ withdrawal: id, hold: parseHoldId(holdId), gateway, amount, fee })
  const touched = [accounts.gateway({ gateway, currency }), accounts.withdrawalFees({ currency })]
  const paid = await openingAccounts(book, touched, () => book.holds.capture(capture))
  const feeJournal = await charge(book, withdrawal, gatewayFee)
  const completed = await changeWithdrawal(
    trx,
    withdrawal,
    { status: 'completed', gatewayFee, paidJournal: paid.journal.id, feeJournal, endedAt: now },
    { askAt: askAfterEnd(now) },
  )
  const after = await walletAfter(book, accounts.wallet({ user, currency }))
  const effect = negate(add(amount, fee))
  await completeTransaction(trx, {
    id,
    detail: 'completed',
    journal: paid.journal.id,
    amount: effect,
    after,
    now,
  })
  await tellOwner(trx, completed, 'completed', now)
  return completed
}

/** The payout has arrived after it had failed, when the owner could use the money again: they owe it now. */
export async function settleLate(
  parts: Parts,
  trx: Trx,
  withdrawal: Withdrawal,
  gatewayFee: Money,
): Promise<Withdrawal> {
  const { id, tenant, tenantId, gateway, amount, userId: user, userId } = withdrawal
  const { currency } = amount
  const now = parts.clock.now()
  const book = bookOf(parts, trx, tenant)
  const journal = withdrawalPaidLate({ withdrawal: id, user, gateway, amount })
  const accounts = journal.entries.map(({ account }) => account)
  const paid = await openingAccounts(book, accounts, () => book.post(journal))
  const feeJournal = await charge(book, withdrawal, gatewayFee)
  const late = await changeWithdrawal(trx, withdrawal, {
    status: 'paid_late',
    reason: null,
    gatewayFee,
    paidJournal: paid.journal.id,
    feeJournal,
  })
  const after = await walletAfter(book, walletChart.accounts.wallet({ user, currency }))
  await completeTransaction(trx, {
    id,
    detail: 'paid_late',
    journal: paid.journal.id,
    amount: negate(amount),
    after,
    now,
  })
  await tellOwner(trx, late, 'paid_late', now)
  const what = `A payout of ${inWords(amount)} arrived after it had failed, and its owner owes it`
  const reference = `withdrawal-${id}`
  await alertStaff(parts, trx, { tenantId, userId, event: 'withdrawal_paid_late', what, reference }, now)
  return late
}

/** The payout had arrived and came back: amount and fee are in the wallet again. */
export async function returnWithdrawal(parts: Parts, trx: Trx, withdrawal: Withdrawal): Promise<Withdrawal> {
  const { id, tenant, tenantId, amount, userId, paidJournal, feeJournal } = withdrawal
  if (paidJournal === null) throw new Error(`Withdrawal ${id} was not paid, so nothing of it can come back.`)
  const now = parts.clock.now()
  const book = bookOf(parts, trx, tenant)
  await book.reverse(withdrawalReturned({ withdrawal: id, journal: paidJournal }))
  if (feeJournal !== null) await book.reverse(payoutChargeReturned({ withdrawal: id, journal: feeJournal }))
  const returned = await changeWithdrawal(trx, withdrawal, {
    status: 'returned',
    reason: 'The bank sent it back.',
  })
  await failTransaction(trx, { id, detail: 'returned' })
  await tellOwner(trx, returned, 'returned', now)
  const what = `A payout of ${inWords(amount)} came back after it had arrived`
  const reference = `withdrawal-${id}`
  await alertStaff(parts, trx, { tenantId, userId, event: 'withdrawal_returned', what, reference }, now)
  return returned
}

/** Posts what the gateway keeps for the payout, by its own word. */
async function charge(
  book: WalletBook,
  { id: withdrawal, gateway, amount: { currency } }: Withdrawal,
  fee: Money,
): Promise<string | null> {
  if (!isPositive(fee)) return null
  const { accounts } = walletChart
  const touched = [accounts.gateway({ gateway, currency }), accounts.gatewayFees({ gateway, currency })]
  const charged = payoutCharged({ withdrawal, gateway, fee })
  return (await openingAccounts(book, touched, () => book.post(charged))).journal.id
}

async function walletAfter(book: WalletBook, wallet: WalletRef): Promise<{ current: Money; usable: Money }> {
  const { balance } = await book.accounts.get(wallet)
  return { current: balance.posted, usable: balance.usable }
}
