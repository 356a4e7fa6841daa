import { credit, debit, type Money } from '@evenkeel/ledger'
import { isPositive, subtract } from '@evenkeel/ledger/money'
import { type WalletJournal, walletChart } from '../chart.ts'

export interface SettledDeposit {
  readonly deposit: string
  readonly user: string
  readonly gateway: string
  readonly amount: Money
  /** What the gateway keeps, by its own word. The owner is credited the whole amount: the fee is our expense. */
  readonly fee: Money
}

/** Money has come in at the gateway, and its owner has it. */
export function depositSettled({ deposit, user, gateway, amount, fee }: SettledDeposit): WalletJournal {
  const { currency } = amount
  const { accounts } = walletChart
  const net = subtract(amount, fee)
  return {
    key: `deposit:${deposit}:settled`,
    kind: 'deposit-settled',
    reference: `deposit:${deposit}`,
    entries: [
      ...(isPositive(net) ? [debit(accounts.gateway({ gateway, currency }), net)] : []),
      ...(isPositive(fee) ? [debit(accounts.gatewayFees({ gateway, currency }), fee)] : []),
      credit(accounts.wallet({ user, currency }), amount),
    ],
  }
}
