import type { Money } from '@evenkeel/ledger'
import { fromKysely } from '@evenkeel/ledger/kysely'
import { walletChart } from '../books/chart.ts'
import { openingAccounts } from '../books/open-accounts.ts'
import { settlementReceived } from '../books/recipes/settlement-received.ts'
import type { Principal } from '../contract/access.ts'
import type { Trx } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import type { ReconciliationParts } from './parts.ts'

export interface NewSettlement {
  readonly gateway: string
  readonly reference: string
  readonly amount: Money
}

/**
 * Books what a gateway has paid to our bank, as the bank's statement or the gateway's report says. The reference is
 * good once, ever: entered again with the same amount, the first journal is the answer; with another, it is refused.
 */
export async function receiveSettlement(
  { ledger, gateways }: ReconciliationParts,
  trx: Trx,
  { tenant }: Principal,
  { gateway, reference, amount }: NewSettlement,
): Promise<string> {
  if (gateways.find(gateway) === undefined) {
    throw new ProblemError('not_found', `There is no gateway of the name ${gateway}.`)
  }
  const book = ledger.using(fromKysely(trx)).book(tenant, walletChart)
  const journal = settlementReceived({ settlement: reference, gateway, amount })
  const accounts = journal.entries.map(({ account }) => account)
  const posted = await openingAccounts(book, accounts, () => book.post(journal))
  return posted.journal.id
}
