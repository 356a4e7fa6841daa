import type { Db, Trx } from '../database/transaction.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { placeOf, sealedColumns } from '../secrets/sealed-columns.ts'
import type { BankAccountDetails } from './bank-account.ts'
import { findBankAccount, type Owner } from './bank-account-store.ts'

/**
 * The linked account with its number, for the snapshot of a withdrawal. The only way from the database to a number in
 * the clear; what comes out goes into `sealDestination`, and nowhere else.
 */
export async function readBankAccountDetails(
  db: Db | Trx,
  keyring: Keyring,
  owner: Owner,
): Promise<(BankAccountDetails & { readonly changedAt: Date }) | undefined> {
  const found = await findBankAccount(db, owner)
  if (found === undefined) return undefined
  const place = placeOf(sealedColumns.bankAccountNumber, { tenantId: owner.tenantId, id: owner.userId })
  const { bankName, holder, changedAt, sealedNumber } = found
  return { bankName, holder, changedAt, number: keyring.open(sealedNumber, place).toString() }
}
