import { normalSide } from '../accounts/account.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/**
 * I12: in each currency all accounts of a book together hold as much on their debit side as on their credit side, and
 * count in the same digits.
 */
export function findWrongTrialBalance({ accounts }: BookContents): Finding[] {
  const findings = new Findings('I12')
  const sums = new Map<string, bigint>()
  const scales = new Map<string, number>()
  for (const { code, type, currency, scale, posted } of accounts) {
    const first = scales.get(currency) ?? scale
    scales.set(currency, first)
    findings.same(`digits of ${currency} on ${code}`, first, scale)
    const signed = normalSide(type) === 'debit' ? posted : -posted
    sums.set(currency, (sums.get(currency) ?? 0n) + signed)
  }
  for (const [currency, sum] of sums) findings.same(`trial balance in ${currency}`, 0n, sum)
  return findings.all
}
