import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/** I1: the entries of a journal sum to zero in each currency, and are as many as it says. */
export function findUnbalancedJournals({ book, journals }: BookContents): Finding[] {
  const findings = new Findings('I1')
  for (const { id, book: owner, entries, entryCount } of journals) {
    findings.same(`book of journal ${id}`, book, owner)
    findings.same(`entries of journal ${id}`, entryCount, entries.length)
    if (entries.length < 2) findings.add(`entries of journal ${id}`, 'two or more', String(entries.length))

    const sums = new Map<string, bigint>()
    for (const [index, { side, amount }] of entries.entries()) {
      const signed = side === 'debit' ? amount.amount : -amount.amount
      sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + signed)
      if (amount.amount <= 0n) {
        findings.add(`amount of entry ${index} of journal ${id}`, 'more than zero', String(amount.amount))
      }
    }
    for (const [currency, sum] of sums) findings.same(`sum of journal ${id} in ${currency}`, 0n, sum)
  }
  return findings.all
}
