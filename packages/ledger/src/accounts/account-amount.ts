import { InvalidInputError } from '../errors/index.ts'
import type { CurrencyTable } from '../money/currency-table.ts'
import type { Money } from '../money/money.ts'
import type { Account } from './account.ts'

/** Refuses an amount that can never be moved on this account: of another currency, or beyond the limit of all. */
export function checkAmount(
  { code, currency }: Pick<Account, 'code' | 'currency'>,
  money: Money,
  { maxAmount }: CurrencyTable,
): void {
  if (money.currency !== currency) {
    const given = money.currency.slice(0, 40)
    throw new InvalidInputError(
      'currency_mismatch',
      `Account ${code} is in ${currency}; an amount in ${given} cannot be put on it.`,
      { account: code, currency, given },
    )
  }
  if (money.amount > maxAmount || money.amount < -maxAmount) {
    throw new InvalidInputError(
      'invalid_amount',
      `An amount on account ${code} cannot be more than ${maxAmount} minor units of ${currency}.`,
      { account: code, currency, maxAmount: String(maxAmount) },
    )
  }
}
