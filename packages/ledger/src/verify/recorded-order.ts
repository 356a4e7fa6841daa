import { stepsByAccount } from './account-steps.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/**
 * I11: an account as of now is the account. A question as of a time picks the last version recorded until then, so
 * along the versions of an account the recorded times never step back, and none lies after its last change.
 */
export function findWrongOrder(contents: BookContents): Finding[] {
  const findings = new Findings('I11')
  const steps = stepsByAccount(contents)
  for (const { code, openedAt, changedAt } of contents.accounts) {
    let before: string = openedAt
    for (const { name, at } of steps.get(code) ?? []) {
      if (at < before) findings.add(`time of ${name}`, `${before} or later`, at)
      before = at
    }
    if (changedAt < before) findings.add(`last change of account ${code}`, `${before} or later`, changedAt)
  }
  return findings.all
}
