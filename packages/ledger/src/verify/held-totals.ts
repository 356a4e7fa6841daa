import { remainingOf } from '../holds/hold.ts'
import { accountsByCode } from './account-steps.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/** I4: what is held on an account is what its open holds still hold. */
export function findWrongHeld(contents: BookContents): Finding[] {
  const findings = new Findings('I4')
  const holds = Map.groupBy(contents.holds, ({ account }) => account)
  const accounts = accountsByCode(contents)
  for (const { code, held } of accounts.values()) {
    const sum = (holds.get(code) ?? []).reduce((total, hold) => total + remainingOf(hold).amount, 0n)
    findings.same(`held of account ${code}`, sum, held)
  }
  for (const { id, account } of contents.holds) {
    if (!accounts.has(account)) findings.add(`account of hold ${id}`, 'an account of the book', account)
  }
  return findings.all
}
