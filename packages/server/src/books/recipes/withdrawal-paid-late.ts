import { credit, debit, type Money } from '@evenkeel/ledger'
import { type WalletJournal, walletChart } from '../chart.ts'

/**
 * A payout has arrived although it had failed, and what was held for it could be used again since. The owner owes it;
 * the wallet is left alone, because what is in there now may be meant for something else. Our fee is not asked for.
 */
export function withdrawalPaidLate({
  withdrawal,
  user,
  gateway,
  amount,
}: {
  readonly withdrawal: string
  readonly user: string
  readonly gateway: string
  readonly amount: Money
}): WalletJournal {
  const { currency } = amount
  const { accounts } = walletChart
  return {
    key: `withdrawal:${withdrawal}:paid-late`,
    kind: 'withdrawal-paid-late',
    reference: `withdrawal:${withdrawal}`,
    entries: [
      debit(accounts.receivable({ user, currency }), amount),
      credit(accounts.gateway({ gateway, currency }), amount),
    ],
  }
}
