import type { Principal } from '../contract/access.ts'
import { inTransaction } from '../database/transaction.ts'
import { requestMail } from '../mails/mails.ts'
import { noBankAccount } from './bank-account-queries.ts'
import { forgetBankAccount } from './bank-account-store.ts'
import type { BankAccountParts } from './parts.ts'

/**
 * Forgets the number of the account a user has linked. No code is asked for: no money goes anywhere by it, and who
 * suspects a thief has to be quick. What is linked next needs one, and waits.
 */
export async function removeBankAccount(
  { db, clock }: Pick<BankAccountParts, 'db' | 'clock'>,
  principal: Principal,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const now = clock.now()
    if (!(await forgetBankAccount(trx, principal, now))) throw noBankAccount()
    const { tenantId, mail: recipient } = principal
    await requestMail(trx, { tenantId, kind: 'bank_account_removed', recipient }, now)
  })
}
