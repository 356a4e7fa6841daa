import { isLedgerError } from '@evenkeel/ledger'
import type { WalletBook, WalletRef } from './chart.ts'

/**
 * Writes to accounts that may not be there yet. They are opened only when one is missed: opening locks an account that
 * exists, and every owner's deposit would wait for the one before it at the gateway's account.
 *
 * A missing account is found before anything is written, so the transaction around it is as it was.
 */
export async function openingAccounts<T>(
  book: WalletBook,
  accounts: readonly WalletRef[],
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'account_not_found') throw error
  }
  // In the order of their codes, so that two who open the same ones do not wait for each other in a circle.
  for (const account of [...new Set(accounts)].sort()) await book.accounts.open(account)
  return write()
}
