import { credit, type Money } from '@evenkeel/ledger'
import { type WalletJournal, walletChart } from '../chart.ts'
import { takenBack } from './taken-back.ts'

export interface ChargedBackDeposit {
  readonly chargeBack: string
  readonly user: string
  readonly gateway: string
  readonly amount: Money
  /** What the wallet has to give. */
  readonly usable: Money
}

/** The payer's bank has taken its money back, whether we agree or not. */
export function chargeBack({
  chargeBack: id,
  user,
  gateway,
  amount,
  usable,
}: ChargedBackDeposit): WalletJournal {
  return {
    key: `charge-back:${id}:settled`,
    kind: 'charge-back',
    reference: `charge-back:${id}`,
    entries: [
      ...takenBack({ user, amount, usable }),
      credit(walletChart.accounts.gateway({ gateway, currency: amount.currency }), amount),
    ],
  }
}
