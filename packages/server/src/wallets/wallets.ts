import { type Money, money } from '@evenkeel/ledger'
import type { Db } from '../database/transaction.ts'
import { findWallets } from './wallet-store.ts'

/** What an owner has in one currency, at one moment. */
export interface OwnersWallet {
  readonly current: Money
  readonly held: Money
  readonly usable: Money
  readonly asOf: Date
}

/** The owner's wallets that have been used, by currency; with `currency`, that one alone. */
export async function readWallets(
  db: Db,
  { tenant, userId, currency }: { tenant: string; userId: string; currency?: string },
): Promise<OwnersWallet[]> {
  const rows = await findWallets(db, {
    book: tenant,
    prefix: `user:${userId}:wallet`,
    ...(currency !== undefined && { currency }),
  })
  return rows.map(({ currency: code, posted, held, asOf }) => ({
    current: money(BigInt(posted), code),
    held: money(BigInt(held), code),
    usable: money(BigInt(posted) - BigInt(held), code),
    asOf,
  }))
}

/** A wallet that nothing has come into yet. */
export function emptyWallet(currency: string, asOf: Date): OwnersWallet {
  const nothing = money(0n, currency)
  return { current: nothing, held: nothing, usable: nothing, asOf }
}
