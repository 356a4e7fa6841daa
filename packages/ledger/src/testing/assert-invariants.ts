import { InvariantError } from '../errors/index.ts'
import type { BookContents } from '../verify/book-contents.ts'
import { checkInvariants } from '../verify/check-invariants.ts'

const mostShown = 10

/**
 * Throws when a book breaks a rule that must always hold, and says where.
 *
 * @example
 * ```ts
 * import { assertInvariants, memoryContents, memoryLedger } from '@evenkeel/ledger/testing'
 *
 * const ledger = memoryLedger()
 * assertInvariants(memoryContents(ledger.books, 'main'))
 * ```
 */
export function assertInvariants(contents: BookContents): void {
  const findings = checkInvariants(contents)
  if (findings.length === 0) return
  const lines = findings
    .slice(0, mostShown)
    .map(
      ({ invariant, where, expected, found }) =>
        `${invariant} ${where}: expected ${expected}, found ${found}`,
    )
  throw new InvariantError(
    'books_unbalanced',
    `Book ${contents.book} breaks ${findings.length} rules that must always hold.\n${lines.join('\n')}`,
    { findings },
  )
}
