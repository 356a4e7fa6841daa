import { ConflictError, InvalidInputError, UnavailableError, type WriteOutcome } from '../errors/index.ts'
import { isOutsideTransaction } from './concurrent-statement.ts'
import { fileName, type Migration } from './migration.ts'

/** The code that PostgreSQL gave the error, or `undefined` when it was not PostgreSQL that spoke. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = property(error, 'code')
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Somebody else's lock stopped us, and the next attempt may find it gone. */
export function isLockTimeout(error: unknown): boolean {
  const sqlState = sqlStateOf(error)
  return sqlState === '55P03' || sqlState === '40P01'
}

/**
 * True for a connection that is gone. A driver's error without a SQLSTATE is about its connection too: it has
 * nothing else to say.
 */
export function isConnectionLoss(error: unknown): boolean {
  const sqlState = sqlStateOf(error)
  return sqlState === undefined || /^(08|57P0)/.test(sqlState)
}

export function connectionLost(error: unknown, outcome: WriteOutcome): UnavailableError {
  const advice =
    outcome === 'unknown'
      ? 'What was being written may or may not be there: run again to find out.'
      : 'Nothing of the file in hand was written: run again.'
  const message = `The connection to the database was lost (${reasonOf(error)}). ${advice}`
  return new UnavailableError('connection_lost', message, outcome, {}, { cause: error })
}

/** Translates what PostgreSQL said about a file, or about the history when no file was in hand. */
export function toMigrationError(error: unknown, schema: string, migration?: Migration): unknown {
  const sqlState = sqlStateOf(error)
  if (sqlState === undefined) return error

  const what = migration ? fileName(migration) : `The history of schema ${schema}`
  const details = { schema, sqlState, ...(migration && { migration: what }) }
  const reason = reasonOf(error)

  if (sqlState === '42501') {
    const message =
      `${what} needs more rights than the role has (${reason}). ` +
      `Grant them, or use the role that owns schema ${schema}.`
    return new InvalidInputError('permission_denied', message, details, { cause: error })
  }
  const line = migration && lineOf(error, migration)
  const remains =
    migration && isOutsideTransaction(migration) ? 'The next run repeats it.' : 'Nothing of it remains.'
  const where = line === undefined ? what : `${what}, line ${line},`
  const message = `${where} was refused by PostgreSQL (${reason}). ${remains}`
  return new ConflictError('migration_failed', message, { ...details, line }, { cause: error })
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** PostgreSQL counts characters from the start of the text it was sent, which is the file. */
function lineOf(error: unknown, migration: Migration): number | undefined {
  const position = Number(property(error, 'position'))
  return position > 0 ? migration.sql.slice(0, position - 1).split('\n').length : undefined
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
