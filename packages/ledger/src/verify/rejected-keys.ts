import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/** I8: a rejected command leaves no row but its key. */
export function findRowsOfRejected({ keys, journals, holds }: BookContents): Finding[] {
  const findings = new Findings('I8')
  const rejected = new Set(keys.filter(({ outcome }) => isRejection(outcome)).map(({ key }) => key))
  for (const { id, key } of journals) {
    if (rejected.has(key)) findings.add(`journals of rejected key ${key}`, 'none', id)
  }
  for (const { id, key } of holds) {
    if (rejected.has(key)) findings.add(`holds of rejected key ${key}`, 'none', id)
  }
  return findings.all
}

/** Read from the text itself, so that an outcome too broken to be replayed is still told apart. */
const isRejection = (outcome: string): boolean => outcome.startsWith('{"rejection":')
