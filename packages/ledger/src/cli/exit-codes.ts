import { isLedgerError } from '../errors/index.ts'
import { UsageError } from './usage-error.ts'

/** A contract with scripts: a number never changes its meaning. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  /** The books break a rule that must always hold. */
  booksDoNotVerify: 3,
  cannotConnect: 4,
  /** The database is behind the package, or holds other migrations than it. */
  migrationsDiffer: 5,
} as const

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage
  if (!isLedgerError(error)) return exitCodes.unexpected
  switch (error.code) {
    case 'migration_invalid':
    case 'invalid_input':
    case 'account_not_found':
    case 'journal_not_found':
    case 'book_not_found':
      return exitCodes.usage
    case 'books_unbalanced':
      return exitCodes.booksDoNotVerify
    case 'connection_lost':
      return exitCodes.cannotConnect
    case 'migration_changed':
    case 'database_newer':
    case 'history_broken':
      return exitCodes.migrationsDiffer
    default:
      return exitCodes.unexpected
  }
}
