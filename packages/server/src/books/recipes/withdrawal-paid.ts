import { type CaptureHold, credit, debit, type HoldId, type Money } from '@evenkeel/ledger'
import { isPositive } from '@evenkeel/ledger/money'
import { type WalletFlow, type WalletJournal, type WalletRef, walletChart } from '../chart.ts'

/** The payout has arrived: what was held leaves the wallet, the fee for us, the rest from what the gateway holds. */
export function withdrawalPaid({
  withdrawal,
  hold,
  gateway,
  amount,
  fee,
}: {
  readonly withdrawal: string
  readonly hold: HoldId
  readonly gateway: string
  readonly amount: Money
  readonly fee: Money
}): CaptureHold<WalletRef, WalletFlow> {
  const { currency } = amount
  const { accounts } = walletChart
  return {
    key: `withdrawal:${withdrawal}:paid`,
    kind: 'withdrawal-paid',
    reference: `withdrawal:${withdrawal}`,
    hold,
    to: [
      [accounts.gateway({ gateway, currency }), amount],
      ...(isPositive(fee) ? [[accounts.withdrawalFees({ currency }), fee] as const] : []),
    ],
  }
}

/** What the gateway keeps for a payout, by its own word. A journal of its own: it may become known later. */
export function payoutCharged({
  withdrawal,
  gateway,
  fee,
}: {
  readonly withdrawal: string
  readonly gateway: string
  readonly fee: Money
}): WalletJournal {
  const { currency } = fee
  const { accounts } = walletChart
  return {
    key: `withdrawal:${withdrawal}:charged`,
    kind: 'payout-charged',
    reference: `withdrawal:${withdrawal}:charged`,
    entries: [
      debit(accounts.gatewayFees({ gateway, currency }), fee),
      credit(accounts.gateway({ gateway, currency }), fee),
    ],
  }
}
