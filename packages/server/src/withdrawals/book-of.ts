import { fromKysely } from '@evenkeel/ledger/kysely'
import { type WalletBook, walletChart } from '../books/chart.ts'
import type { Trx } from '../database/transaction.ts'
import type { WithdrawalParts } from './parts.ts'

/** The book of a tenant, inside of the transaction. */
export function bookOf({ ledger }: Pick<WithdrawalParts, 'ledger'>, trx: Trx, tenant: string): WalletBook {
  return ledger.using(fromKysely(trx)).book(tenant, walletChart)
}
