import type { Account } from '../accounts/account.ts'
import { isJournal } from '../engine/outcome.ts'
import type { Remembered } from '../engine/store.ts'
import type { HoldEvent } from '../holds/hold.ts'
import type { AccountId } from '../ids.ts'
import type { Journal } from '../journals/journal.ts'
import type { Flights } from './flights.ts'
import { rowsIn } from './row-source.ts'
import type { FlightValue } from './sql-connection.ts'
import { entries, events, headers, outcomes, type Part, totals } from './step-parts.ts'
import type { Placed } from './write-changes.ts'

export interface Steps {
  /** The totals that the steps leave, each once. */
  readonly accounts: readonly Account[]
  readonly journals: readonly Placed<Journal>[]
  readonly events: readonly Placed<HoldEvent>[]
  readonly accountIds: ReadonlyMap<string, AccountId>
  /** What claimed keys came to. */
  readonly remembered: readonly Remembered[]
}

/**
 * Writes journals, their entries, hold events and the new totals of their accounts in one statement, which is the only
 * way the database takes them: it asks at the end of each statement whether journals are whole and whether totals are
 * what entries and events add up to. The outcomes of keys are in it for the sake of the host's transaction, in which a
 * statement is a journey over the wire.
 *
 * A table that nothing is written to is not in the statement. PostgreSQL would open it with all its indexes, read its
 * constraints and run its triggers, for no rows: a seventh of what it does for a lone journal.
 */
export function writeSteps(flights: Flights, bookId: number, batch: string | null, steps: Steps): void {
  // What came to a journal alone is told by the journal: most keys are written once, when they are claimed.
  const told = steps.remembered.filter(({ outcome, journal }) => !isJournal(outcome, journal))
  const parts = [
    totals(steps.accounts),
    headers(steps.journals),
    entries(steps.journals, steps.accountIds),
    events(steps.events, steps.accountIds),
    outcomes(told),
  ].filter(({ count }) => count > 0)
  if (parts.length === 0) return
  const values: FlightValue[] = [bookId, batch]
  const ctes = [given]
  const counts = ['moment.batch::text']
  for (const part of parts) {
    ctes.push(part.sql(rowsIn(values, part, flights)))
    if (part.mustFind !== undefined) counts.push(allFound(part.mustFind, `$${values.push(part.count)}`))
  }
  flights.add(`WITH ${ctes.join(',\n')}\nSELECT\n  ${counts.join(',\n  ')}\nFROM moment`, values)
}

/** Fails the statement where a CTE returned fewer rows than there are. */
export function allFound({ what, in: cte }: NonNullable<Part['mustFind']>, expected: string): string {
  return `ledger.refuse_missing_rows('${what}', ${expected}::bigint, (SELECT count(*) FROM ${cte}))::text`
}

/** The rows of this statement have their instants. */
const given = `moment AS MATERIALIZED (
  SELECT
    $2::text::bigint AS batch,
    NULL::timestamptz AS at
)`
