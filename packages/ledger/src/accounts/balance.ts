import { type Money, unchecked } from '../money/money.ts'
import { type Account, usableOf } from './account.ts'

/** What an account holds at one of its versions. `usable = posted - held`, always. */
export interface Balance {
  readonly account: string
  readonly posted: Money
  readonly held: Money
  readonly usable: Money
  readonly version: number
}

export function balanceOf(account: Account): Balance {
  const { code, currency, version } = account
  return {
    account: code,
    posted: unchecked(account.posted, currency),
    held: unchecked(account.held, currency),
    usable: unchecked(usableOf(account), currency),
    version,
  }
}
