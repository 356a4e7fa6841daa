import { NotFoundError } from '../errors/index.ts'
import type { Account } from './account.ts'

/** The accounts of one book that a decision may look at, as they stand at its instant. */
export interface KnownAccounts {
  readonly book: string
  account(code: string): Account | undefined
}

/** An account that must be there. */
export function findAccount(known: KnownAccounts, code: string): Account {
  const account = known.account(code)
  if (account !== undefined) return account
  throw new NotFoundError('account_not_found', `Book ${known.book} has no account ${code}. Open it first.`, {
    book: known.book,
    account: code,
  })
}
