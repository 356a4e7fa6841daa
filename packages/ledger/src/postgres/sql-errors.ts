import { InvariantError, isLedgerError, UnavailableError, type WriteOutcome } from '../errors/index.ts'
import { readSqlError } from './read-sql-error.ts'

/** Failures of the moment: the same transaction, run again, may well succeed. */
export function isTransient(error: unknown): boolean {
  const { code, constraint } = readSqlError(error)
  // Two journals with one reference, or two reversals, that share no account: the loser finds the winner next time.
  const isLostRace =
    code === '23505' &&
    /^(journal_reference_key|journal_reverses_key|account_code_key)$/.test(constraint ?? '')
  // A prepared statement that somebody deallocated, or that was made for columns of other types, is made anew.
  return /^(40001|40P01|26000|0A000)$/.test(code) || isLostRace
}

/** PostgreSQL said no and lives on: whatever the transaction had done is undone. Anything else leaves doubt. */
export function isAnswered(error: unknown): boolean {
  const { code } = readSqlError(error)
  return /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|XX)/.test(code)
}

/**
 * The one place where errors of PostgreSQL become ours, by SQLSTATE and constraint, never by message.
 * @param outcome what is known of the write when the connection is lost
 */
export function fromSqlError(error: unknown, outcome: WriteOutcome): unknown {
  if (isLedgerError(error)) return error
  const { code, constraint, message } = readSqlError(error)
  const unavailable = (
    ours: ConstructorParameters<typeof UnavailableError>[0],
    sentence: string,
  ): UnavailableError =>
    new UnavailableError(
      ours,
      `${sentence} Try again with the same key.`,
      outcome,
      { sqlstate: code },
      { cause: error },
    )

  if (isTransient(error)) return unavailable('serialization_failure', 'Another transaction was in the way.')
  if (code === '55P03')
    return unavailable('lock_timeout', 'A row stayed locked by another transaction for too long.')
  if (code === '57014') return unavailable('deadline_exceeded', 'PostgreSQL cut the statement short.')
  // What is no answer of PostgreSQL says nothing of a COMMIT that was sent.
  const isUnanswered = outcome === 'unknown' && !/^[0-9A-Z]{5}$/.test(code)
  if (/^(08|57P|53)/.test(code) || isNetworkError(error) || isUnanswered) {
    return unavailable('connection_lost', 'The connection to PostgreSQL was lost or refused.')
  }
  if (/^(EK|23)/.test(code)) {
    return new InvariantError(
      code === 'EK001' ? 'immutable_row' : 'unexpected_row',
      `PostgreSQL refused a write that the rules had allowed: ${message}`,
      { sqlstate: code, constraint },
      { cause: error },
    )
  }
  return error
}

function isNetworkError(error: unknown): boolean {
  const { code, message } = readSqlError(error)
  return /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|CONNECTION_)/.test(code) || withoutCode.test(message)
}

/** What pg, its pool and postgres.js say without a code. */
const withoutCode =
  /Connection terminated|connection is closed|connection error and is not queryable|timeout exceeded when trying to connect|read timeout/i
