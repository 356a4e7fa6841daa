import { isLedgerError, type PgLedger } from '@evenkeel/ledger'
import { type WalletRef, walletChart } from '../books/chart.ts'
import { sumPendingFees } from '../withdrawals/withdrawals.ts'
import type { OurSide } from './comparison.ts'
import type { ReconciliationParts } from './parts.ts'

/**
 * What the books of all tenants say together: they share one account at the gateway. For a payout that is on its way the
 * gateway has kept its fee already; the books learn of it when it has arrived, so until then it is taken off here.
 */
export async function readOurSide(
  { db, ledger }: Pick<ReconciliationParts, 'db' | 'ledger'>,
  {
    tenants,
    gateway,
    currencies,
  }: { tenants: readonly string[]; gateway: string; currencies: readonly string[] },
): Promise<OurSide[]> {
  const { accounts } = walletChart
  async function posted(account: WalletRef): Promise<bigint> {
    let sum = 0n
    for (const tenant of tenants) sum += await postedIn(ledger, tenant, account)
    return sum
  }
  const pendingFees = await sumPendingFees(db, gateway)
  const sides: OurSide[] = []
  for (const currency of currencies) {
    const held = await posted(accounts.gateway({ gateway, currency }))
    const fees = await posted(accounts.gatewayFees({ gateway, currency }))
    const pending = pendingFees.get(currency) ?? 0n
    sides.push({ currency, held: held - pending, fees: fees + pending })
  }
  return sides
}

async function postedIn(ledger: PgLedger, tenant: string, account: WalletRef): Promise<bigint> {
  try {
    return (await ledger.book(tenant, walletChart).accounts.get(account)).balance.posted.amount
  } catch (error) {
    // Accounts are opened by their first use.
    if (isLedgerError(error) && ['account_not_found', 'book_not_found'].includes(error.code)) return 0n
    throw error
  }
}
