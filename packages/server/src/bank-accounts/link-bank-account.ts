import type { Principal } from '../contract/access.ts'
import { inTransaction, type Trx } from '../database/transaction.ts'
import { type Act, demandStepUp, needsStepUp, spendStepUp } from '../identity/step-up.ts'
import { requestMail } from '../mails/mails.ts'
import { marksOf } from '../secrets/marks.ts'
import { placeOf, sealedColumns } from '../secrets/sealed-columns.ts'
import { type BankAccountDetails, type LinkedBankAccount, lastFourOf } from './bank-account.ts'
import { findBankAccount, lockLinking, markShared, putBankAccount } from './bank-account-store.ts'
import type { BankAccountParts } from './parts.ts'
import { verifyBankAccount } from './verify-bank-account.ts'

/**
 * Links the account that a user's money goes to, in place of the one before. Where there is a second factor, it approves
 * exactly this account, and also one that is linked already: a stolen access token must not be able to find out the
 * number by guessing.
 */
export async function linkBankAccount(
  parts: BankAccountParts,
  principal: Principal,
  { stepUpId, ...details }: BankAccountDetails & { stepUpId: string | undefined },
): Promise<LinkedBankAccount> {
  const act: Act = { purpose: 'bank_account_change', payload: { user: principal.userId, ...details } }
  const isApprovalNeeded = await needsStepUp(parts, principal)
  if (isApprovalNeeded && stepUpId === undefined) await demandStepUp(parts, principal, act)
  await verifyBankAccount(parts, { ...details, userId: principal.userId })

  return await inTransaction(parts.db, async (trx) => {
    if (isApprovalNeeded && stepUpId !== undefined) {
      await spendStepUp(trx, parts, { principal, act, id: stepUpId })
    }
    return await putWhereDifferent(trx, parts, principal, details)
  })
}

/** The same account again changes nothing, or a client that repeats itself would make its owner wait anew. */
async function putWhereDifferent(
  trx: Trx,
  { clock, keyring }: BankAccountParts,
  owner: Principal,
  { bankName, holder, number }: BankAccountDetails,
): Promise<LinkedBankAccount> {
  const { tenantId, userId, mail: recipient } = owner
  const column = sealedColumns.bankAccountNumber
  const plaintext = Buffer.from(number)
  const marks = marksOf(keyring, column, { tenantId, value: plaintext })
  await lockLinking(trx, owner)

  const now = clock.now()
  const before = await findBankAccount(trx, owner)
  const isSameNumber = before !== undefined && marks.some((mark) => mark.equals(before.mark))
  if (isSameNumber && before.bankName === bankName && before.holder === holder) return before

  const isShared = await markShared(trx, owner, { marks, now })
  const sealedNumber = keyring.seal(plaintext, placeOf(column, { tenantId, id: userId }))
  await requestMail(trx, { tenantId, kind: 'bank_account_changed', recipient }, now)
  return await putBankAccount(trx, owner, {
    bankName,
    holder,
    lastFour: lastFourOf(number),
    sealedNumber,
    mark: marks[0],
    isShared,
    now,
  })
}
