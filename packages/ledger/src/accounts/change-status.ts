import { z } from 'zod'
import type { Decision, DecisionContext } from '../books/decision.ts'
import { accountCodeField, descriptionField, keyField } from '../books/fields.ts'
import { RejectedError } from '../errors/index.ts'
import { latest } from '../instant.ts'
import type { Account, AccountStatus } from './account.ts'
import { accountClosed } from './account-rules.ts'
import { type AccountView, viewAccount } from './account-view.ts'
import { findAccount, type KnownAccounts } from './known-accounts.ts'

/** Which account to freeze, unfreeze or close, and why. */
export interface ChangeStatus<Code extends string = string> {
  readonly key: string
  readonly account: Code
  /** Why, for whoever reads the books later. */
  readonly reason?: string | undefined
}

export const changeStatusInput = z.strictObject({
  key: keyField,
  account: accountCodeField,
  reason: descriptionField.optional(),
})

export interface StatusChanged {
  readonly type: 'status-changed'
  readonly account: Account
}

/** The answer of a change of status: the account as it stands now. */
export interface ChangedAccount {
  readonly account: AccountView
}

/**
 * Freezes, unfreezes or closes an account. One that already stands as asked answers with itself; the key sees to it
 * that a late duplicate of an old freeze does not freeze again. Closing is final, and only for an empty account.
 */
export function decideChangeStatus(
  known: KnownAccounts,
  input: z.output<typeof changeStatusInput>,
  status: AccountStatus,
  { at }: DecisionContext,
): Decision<StatusChanged, ChangedAccount> {
  const account = findAccount(known, input.account)
  if (account.status === status) return { effects: [], result: { account: viewAccount(account) } }
  if (account.status === 'closed') throw accountClosed(account)
  if (status === 'closed') checkEmpty(account)

  const changed: Account = { ...account, status, changedAt: latest(account.changedAt, at) }
  return {
    effects: [{ type: 'status-changed', account: changed }],
    result: { account: viewAccount(changed) },
  }
}

function checkEmpty({ code, posted, held }: Account): void {
  if (posted === 0n && held === 0n) return
  const why = held === 0n ? 'there is value in it' : 'there are open holds on it'
  throw new RejectedError('account_not_empty', `Account ${code} cannot be closed while ${why}.`, {
    account: code,
    posted: String(posted),
    held: String(held),
  })
}
