import { credit, debit, type Money } from '@evenkeel/ledger'
import { type WalletJournal, walletChart } from '../chart.ts'

/** The gateway has paid what it held for us to our bank. */
export function settlementReceived({
  settlement,
  gateway,
  amount,
}: {
  /** The bank's or the gateway's own name for the payment. */
  readonly settlement: string
  readonly gateway: string
  readonly amount: Money
}): WalletJournal {
  const { currency } = amount
  const { accounts } = walletChart
  return {
    key: `settlement:${gateway}:${settlement}:received`,
    kind: 'settlement-received',
    reference: `settlement:${gateway}:${settlement}`,
    entries: [
      debit(accounts.bank({ currency }), amount),
      credit(accounts.gateway({ gateway, currency }), amount),
    ],
  }
}
