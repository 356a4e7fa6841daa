import type { Money } from '@evenkeel/ledger'
import { fromKysely } from '@evenkeel/ledger/kysely'
import { money } from '@evenkeel/ledger/money'
import { type WalletBook, type WalletJournal, walletChart } from '../books/chart.ts'
import { openingAccounts } from '../books/open-accounts.ts'
import type { Trx } from '../database/transaction.ts'
import type { Deposit } from './deposit.ts'
import type { DepositParts } from './parts.ts'

/** What a journal did to the owner's wallet. */
export interface Posted {
  readonly journal: string
  readonly after: { readonly current: Money; readonly usable: Money }
}

/** The book of a deposit's tenant, inside of the transaction. */
export function bookOf({ ledger }: Pick<DepositParts, 'ledger'>, trx: Trx, { tenant }: Deposit): WalletBook {
  return ledger.using(fromKysely(trx)).book(tenant, walletChart)
}

/** Posts what a recipe made, and opens the accounts that nobody has used before, the wallet among them. */
export async function postFor(book: WalletBook, deposit: Deposit, journal: WalletJournal): Promise<Posted> {
  const wallet = walletOf(deposit)
  const accounts = [wallet, ...journal.entries.map(({ account }) => account)]
  const posted = await openingAccounts(book, accounts, () => book.post(journal))
  const touched = posted.balances.find(({ account }) => account === wallet)
  const balance = touched ?? (await openingAccounts(book, [wallet], () => book.accounts.get(wallet))).balance
  return { journal: posted.journal.id, after: { current: balance.posted, usable: balance.usable } }
}

/** What may be taken from the owner now. A frozen wallet gives nothing: what is owed is owed beside it. */
export async function usableOf(book: WalletBook, deposit: Deposit): Promise<Money> {
  const { status, balance } = await book.accounts.get(walletOf(deposit))
  return status === 'open' ? balance.usable : money(0n, balance.usable.currency)
}

function walletOf({
  userId: user,
  amount: { currency },
}: Deposit): WalletJournal['entries'][number]['account'] {
  return walletChart.accounts.wallet({ user, currency })
}
