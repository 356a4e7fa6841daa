import type { SqlConnection } from '../../postgres/sql-connection.ts'
import type { Readings } from '../readings.ts'
import { accountAtVersion } from './account-at-version.ts'
import { effectiveAsOf } from './effective-as-of.ts'
import { readEffectiveEntries } from './effective-entries.ts'
import { effectivePeriod } from './effective-period.ts'
import { readEntries } from './entries.ts'
import { HoldsSeen } from './holds-seen.ts'
import { journalOf } from './journal-by-reference.ts'
import { recordedAsOf } from './recorded-as-of.ts'
import { recordedPeriod } from './recorded-period.ts'
import { totalsByCode } from './totals-by-code.ts'

/** Reads books in PostgreSQL, without locking anything. */
export function postgresReadings(connection: SqlConnection): Readings {
  const seen = new HoldsSeen()
  return {
    accountAtVersion: (book, code, version) => accountAtVersion(connection, book, code, version),
    recordedAsOf: (book, code, at) => recordedAsOf(connection, seen, { book, code, at }),
    effectiveAsOf: (book, code, at) => effectiveAsOf(connection, book, code, at),
    effectivePeriod: (book, code, period, known) => effectivePeriod(connection, book, code, period, known),
    recordedPeriod: (book, code, period) => recordedPeriod(connection, book, code, period),
    entries: (page) => readEntries(connection, page),
    effectiveEntries: (page) => readEffectiveEntries(connection, page),
    totalsByCode: (book, query, moment) => totalsByCode(connection, book, query, moment),
    journalOf: (book, reference) => journalOf(connection, book, reference),
  }
}
