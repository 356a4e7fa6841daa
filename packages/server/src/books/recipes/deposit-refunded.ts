import { credit, type Money } from '@evenkeel/ledger'
import { isPositive, subtract } from '@evenkeel/ledger/money'
import { type WalletHold, type WalletJournal, walletChart } from '../chart.ts'
import { takenBack } from './taken-back.ts'

export interface RefundedDeposit {
  readonly refund: string
  readonly user: string
  readonly gateway: string
  /** What the owner loses. */
  readonly amount: Money
  /** The part of it that stays with us; the rest has gone back to the payer. */
  readonly penalty: Money
  /** What the wallet has to give, the refund's own hold not counted. */
  readonly usable: Money
}

/** The gateway has given money back to the payer, by staff's decision. The gateway's fee for the payment stays paid. */
export function depositRefunded({
  refund,
  user,
  gateway,
  amount,
  penalty,
  usable,
}: RefundedDeposit): WalletJournal {
  const { currency } = amount
  const { accounts } = walletChart
  return {
    key: `refund:${refund}:settled`,
    kind: 'deposit-refunded',
    reference: `refund:${refund}`,
    entries: [
      ...takenBack({ user, amount, usable }),
      credit(accounts.gateway({ gateway, currency }), subtract(amount, penalty)),
      ...(isPositive(penalty) ? [credit(accounts.penalties({ currency }), penalty)] : []),
    ],
  }
}

/** Keeps the owner from spending what a refund is about to take. It has no end by time: only the refund's own. */
export function refundHold({
  refund,
  user,
  amount,
}: {
  readonly refund: string
  readonly user: string
  readonly amount: Money
}): WalletHold {
  return {
    key: `refund:${refund}:hold`,
    kind: 'deposit-refund',
    account: walletChart.accounts.wallet({ user, currency: amount.currency }),
    amount,
  }
}
