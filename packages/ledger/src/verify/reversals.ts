import { oppositeSide } from '../accounts/account.ts'
import type { BookContents, KeptJournal } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/** I9: a journal is reversed at most once, and its reversal is its mirror: other sides, last entry first. */
export function findWrongReversals({ journals }: BookContents): Finding[] {
  const findings = new Findings('I9')
  const byId = new Map(journals.map((journal) => [journal.id, journal]))
  const reversedBy = new Map<string, string>()
  for (const reversal of journals) {
    if (reversal.reverses === null) continue
    const original = byId.get(reversal.reverses)
    const earlier = reversedBy.get(reversal.reverses)
    if (earlier !== undefined) findings.add(`reversals of journal ${reversal.reverses}`, earlier, reversal.id)
    reversedBy.set(reversal.reverses, reversal.id)
    if (original === undefined) {
      findings.add(`journal that ${reversal.id} reverses`, 'a journal of the book', reversal.reverses)
    } else {
      findings.same(`entries of reversal ${reversal.id}`, mirrorOf(original), movementsOf(reversal))
    }
  }
  return findings.all
}

function mirrorOf({ entries }: KeptJournal): string {
  return say(entries.toReversed().map((entry) => ({ ...entry, side: oppositeSide(entry.side) })))
}

function movementsOf({ entries }: KeptJournal): string {
  return say(entries)
}

function say(entries: KeptJournal['entries']): string {
  return entries
    .map(({ side, account, amount }) => `${side} ${account} ${amount.amount} ${amount.currency}`)
    .join(', ')
}
