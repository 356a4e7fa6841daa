import { normalSide } from '../accounts/account.ts'
import { accountsByCode } from './account-steps.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/** I2: what is posted on an account is the sum of its entries, in its currency, and it knows how many they are. */
export function findWrongTotals(contents: BookContents): Finding[] {
  const findings = new Findings('I2')
  const accounts = accountsByCode(contents)
  findings.same('codes of accounts, each once', contents.accounts.length, accounts.size)
  const entries = Map.groupBy(
    contents.journals.flatMap((journal) => journal.entries),
    ({ account }) => account,
  )

  for (const [code, { book, type, currency, posted, entryCount }] of accounts) {
    const own = entries.get(code) ?? []
    const sum = own.reduce(
      (total, { side, amount }) => total + (side === normalSide(type) ? amount.amount : -amount.amount),
      0n,
    )
    findings.same(`book of account ${code}`, contents.book, book)
    findings.same(`posted of account ${code}`, sum, posted)
    findings.same(`entry count of account ${code}`, own.length, entryCount)
    for (const { amount } of own) findings.same(`currency of an entry on ${code}`, currency, amount.currency)
  }
  for (const code of entries.keys()) {
    if (!accounts.has(code)) findings.add(`account ${code} of an entry`, 'an account of the book', 'none')
  }
  return findings.all
}
