import { debit, type Money } from '@evenkeel/ledger'
import { isPositive, min, money, subtract } from '@evenkeel/ledger/money'
import { type WalletJournal, walletChart } from '../chart.ts'

/**
 * Takes an amount back from an owner: from the wallet as far as it goes, and what was spent already becomes a debt of
 * theirs. A wallet is never driven below zero, not even by a bank that takes its money back.
 */
export function takenBack({
  user,
  amount,
  usable,
}: {
  readonly user: string
  readonly amount: Money
  /** What the wallet has to give, read in the transaction that posts. */
  readonly usable: Money
}): WalletJournal['entries'] {
  const { currency } = amount
  const fromWallet = min(amount, isPositive(usable) ? usable : money(0n, currency))
  const owed = subtract(amount, fromWallet)
  const { wallet, receivable } = walletChart.accounts
  return [
    ...(isPositive(fromWallet) ? [debit(wallet({ user, currency }), fromWallet)] : []),
    ...(isPositive(owed) ? [debit(receivable({ user, currency }), owed)] : []),
  ]
}
