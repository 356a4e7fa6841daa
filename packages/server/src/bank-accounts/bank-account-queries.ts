import type { Principal } from '../contract/access.ts'
import type { SharedBankAccounts } from '../contract/bank-account.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import type { LinkedBankAccount } from './bank-account.ts'
import { findBankAccount, listSharedBankAccounts } from './bank-account-store.ts'
import type { BankAccountParts } from './parts.ts'

export async function getBankAccount(
  { db }: Pick<BankAccountParts, 'db'>,
  principal: Principal,
): Promise<LinkedBankAccount> {
  const found = await findBankAccount(db, principal)
  if (found === undefined) throw noBankAccount()
  return found
}

export function noBankAccount(): ProblemError {
  return new ProblemError('not_found', 'You have linked no bank account: PUT /v1/bank-account links one.')
}

/** For staff: the accounts of their tenant whose number several users have linked. */
export async function readSharedBankAccounts(
  { db }: Pick<BankAccountParts, 'db'>,
  { tenantId }: Principal,
): Promise<SharedBankAccounts['data']> {
  const accounts = await listSharedBankAccounts(db, tenantId)
  return accounts.map((account) => ({
    user_id: account.userId,
    bank_name: account.bankName,
    holder: account.holder,
    last_four: account.lastFour,
    changed_at: account.changedAt.toISOString(),
    shared_at: account.sharedAt.toISOString(),
    shared_with: [...account.sharedWith],
  }))
}
