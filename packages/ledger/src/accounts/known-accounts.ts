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
  if (account === undefined) throw accountNotFound(known.book, code)
  return account
}

export function accountNotFound(book: string, account: string): NotFoundError {
  return new NotFoundError('account_not_found', `Book ${book} has no account ${account}. Open it first.`, {
    book,
    account,
  })
}
