import type { Money } from '@evenkeel/ledger'
import { add } from '@evenkeel/ledger/money'
import { type WalletHold, walletChart } from '../chart.ts'

/** What an owner asks to withdraw, and our fee for it, can no longer be spent. It never expires: only the payout's end ends it. */
export function withdrawalHold({
  withdrawal,
  user,
  amount,
  fee,
}: {
  readonly withdrawal: string
  readonly user: string
  readonly amount: Money
  readonly fee: Money
}): WalletHold {
  return {
    key: `withdrawal:${withdrawal}:hold`,
    kind: 'withdrawal',
    account: walletChart.accounts.wallet({ user, currency: amount.currency }),
    amount: add(amount, fee),
  }
}
