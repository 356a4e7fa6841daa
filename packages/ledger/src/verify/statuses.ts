import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

const known: readonly string[] = ['open', 'frozen', 'closed']

/** I6: an account has a status that there is, and nothing in it once it is closed. */
export function findWrongStatuses({ accounts }: BookContents): Finding[] {
  const findings = new Findings('I6')
  for (const { code, status, posted, held } of accounts) {
    if (!known.includes(status)) findings.add(`status of account ${code}`, 'open, frozen or closed', status)
    if (status === 'closed' && (posted !== 0n || held !== 0n))
      findings.add(`what is in closed account ${code}`, 'nothing', 'something')
  }
  return findings.all
}
