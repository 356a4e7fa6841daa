import type { AccountType } from '../../accounts/account.ts'

// beancount wants each part of an account's name to begin with a capital letter or a digit and to go on with letters,
// digits and hyphens. A hyphen therefore begins an escape here, and every code gets a name of its own:
//
//   user:42:wallet:ZAR     Liabilities:User:42:Wallet:ZAR-a
//   fees.sale_2:ZAR        Income:Fees-dsale-u2:ZAR-a
//   User:zAR               Assets:U-xser:Z-xAR-a
//
// The last part ends in -a, for account, because beancount counts the sub-accounts into a balance: user:42 and
// user:42:wallet:ZAR may both be accounts of a book, and must not be one inside the other.

const roots: Readonly<Record<AccountType, string>> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
}

export function beancountAccount(type: AccountType, code: string): string {
  return `${roots[type]}:${code.split(':').map(partOf).join(':')}-a`
}

/** The other side of opening balances. It ends in no -a, so it is nobody's name. */
export const beancountOpening = 'Equity:Opening-Balances'

const escapes: Readonly<Record<string, string>> = { '-': '--', _: '-u', '.': '-d' }

function partOf(part: string): string {
  const first = part.slice(0, 1)
  const rest = part.slice(1).replace(/[-_.]/g, (character) => escapes[character] ?? character)
  if (/[0-9]/.test(first)) return first + rest
  if (!/[A-Za-z]/.test(first)) return `X-s${escapes[first] ?? first}${rest}`

  // Of user and User the one gets the name User, of zAR and ZAR the other gets ZAR: what comes after the first letter
  // says which is usual. The unusual one is marked.
  const isWord = /[a-z]/.test(part.slice(1)) || part.length === 1
  const isUsual = isWord === /[a-z]/.test(first)
  return `${first.toUpperCase()}${isUsual ? '' : '-x'}${rest}`
}

/** Codes of currencies fit as they are, except for a first or last character that no asset of ours can have. */
export function beancountCurrency(currency: string): string {
  return `${/^[A-Z]/.test(currency) ? '' : 'X.'}${currency}${/[A-Z0-9]$/.test(currency) ? '' : '.X'}`
}
