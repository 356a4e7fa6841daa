/** A bank account as its owner gave it: the only type that holds a number in the clear. */
export interface BankAccountDetails {
  readonly bankName: string
  readonly holder: string
  readonly number: string
}

/** What may be shown of the account that a user has linked. */
export interface LinkedBankAccount {
  readonly bankName: string
  readonly holder: string
  readonly lastFour: string
  readonly changedAt: Date
}

export const lastFourOf = (number: string): string => number.slice(-4)

/**
 * From when on money may go there. Whoever takes over an account links their own bank first; the time between gives the
 * owner, who is told by mail, the chance to stop it. The first link waits like every other, because the thief's is often
 * the first.
 */
export function usableFrom({ changedAt }: Pick<LinkedBankAccount, 'changedAt'>, coolingMs: number): Date {
  return new Date(changedAt.getTime() + coolingMs)
}
