import { stepsByAccount } from './account-steps.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/** I6: no account is usable below its floor, at no version of it. */
export function findBelowFloor(contents: BookContents): Finding[] {
  const findings = new Findings('I6')
  const steps = stepsByAccount(contents)
  for (const { code, floor, posted, held } of contents.accounts) {
    if (floor === null) continue
    const ask = (where: string, usable: bigint): void => {
      if (usable < floor) findings.add(where, `${floor} or more`, String(usable))
    }
    for (const { name, after } of steps.get(code) ?? []) {
      ask(`usable of account ${code} after ${name}`, after.usable.amount)
    }
    ask(`usable of account ${code}`, posted - held)
  }
  return findings.all
}
