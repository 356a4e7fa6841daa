import { ConflictError, InvalidInputError } from '../errors/index.ts'
import type { CurrencyTable } from '../money/currency-table.ts'
import type { Money } from '../money/money.ts'
import type { Account } from './account.ts'

/** Refuses an amount that can never be moved on this account: of another currency, or beyond the limit of all. */
export function checkAmount(
  account: Pick<Account, 'code' | 'currency' | 'scale'>,
  money: Money,
  currencies: CurrencyTable,
): void {
  checkCurrency(account, money)
  checkScale(account, currencies)
  const { maxAmount } = currencies
  const { code, currency } = account
  if (money.amount > maxAmount || money.amount < -maxAmount) {
    throw new InvalidInputError(
      'invalid_amount',
      `An amount on account ${code} cannot be more than ${maxAmount} minor units of ${currency}.`,
      { account: code, currency, maxAmount: String(maxAmount) },
    )
  }
}

/** Refuses money of another currency than the account's: it can be neither moved on it nor compared with what it holds. */
export function checkCurrency({ code, currency }: Pick<Account, 'code' | 'currency'>, money: Money): void {
  if (money.currency === currency) return
  const given = money.currency.slice(0, 40)
  throw new InvalidInputError(
    'currency_mismatch',
    `Account ${code} is in ${currency}; ${given} can be neither put on it nor compared with what it holds.`,
    { account: code, currency, given },
  )
}

/** Refuses a currency table that counts in other digits than the account was opened with: 100 would be another sum. */
function checkScale(
  { code, currency, scale }: Pick<Account, 'code' | 'currency' | 'scale'>,
  currencies: CurrencyTable,
): void {
  const now = currencies.scaleOf(currency)
  if (now === scale) return
  throw new ConflictError(
    'account_differs',
    `Account ${code} counts ${currency} in ${scale} digits, and this currency table in ${now}. ` +
      'The digits of a currency never change once an account uses it.',
    { account: code, currency, scale, given: now },
  )
}
