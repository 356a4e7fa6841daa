import type { Account } from '../accounts/account.ts'
import { encodeOutcome } from '../engine/outcome.ts'
import type { Remembered } from '../engine/store.ts'
import { undated } from '../engine/undated.ts'
import type { HoldEvent } from '../holds/hold.ts'
import type { AccountId, JournalId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Entry, Journal } from '../journals/journal.ts'
import { type Columns, type Rows, rowsAs } from './row-source.ts'
import type { Placed } from './write-changes.ts'

// The parts of the statement that writes steps: for each table its rows and the SQL that takes them, which change
// together or not at all. What is inserted comes after a CTE called moment, which has the number of the batch and, where
// the rows have none, their instant.

/** The rows of one table, and what is done with them. */
export interface Part extends Rows {
  /** A CTE, given the FROM item that takes its rows. $1 is the book. */
  readonly sql: (rows: string) => string
  /** What the rows are, and the CTE that returns one for each, where finding fewer must undo everything. */
  readonly mustFind?: { readonly what: string; readonly in: string }
}

export function totals(accounts: readonly Account[]): Part {
  return {
    ...rowsAs('total', totalColumns, accounts),
    sql: updateTotals,
    mustFind: { what: 'locked accounts', in: 'totals' },
  }
}

const totalColumns: Columns<Account> = {
  id: ['uuid', ({ id }) => id],
  posted: ['numeric', ({ posted }) => posted],
  held: ['numeric', ({ held }) => held],
  version: ['bigint', ({ version }) => version],
  entry_count: ['bigint', ({ entryCount }) => entryCount],
  status: ['text', ({ status }) => status],
  changed_at: ['timestamptz', ({ changedAt }) => changedAt],
}

const updateTotals = (rows: string): string => `totals AS (
  UPDATE ledger.account
  SET
    posted = total.posted,
    held = total.held,
    version = total.version,
    entry_count = total.entry_count,
    status = total.status,
    changed_at = total.changed_at
  FROM ${rows}
  CROSS JOIN LATERAL (
    SELECT locked.ctid
    FROM ledger.account AS locked
    WHERE locked.book_id = $1::integer
      AND locked.id = total.id
    LIMIT 1
  ) AS found
  WHERE account.ctid = found.ctid
  RETURNING account.id
)`

export function headers(journals: readonly Placed<Journal>[]): Part {
  const order = journals.some(({ value }) => value.reference !== null) ? byReference : ''
  return { ...rowsAs('header', headerColumns, journals), sql: (rows) => insertHeaders(rows, order) }
}

const headerColumns: Columns<Placed<Journal>> = {
  id: ['uuid', ({ value }) => value.id],
  key: ['text', ({ value }) => value.key],
  kind: ['text', ({ value }) => value.kind],
  description: ['text', ({ value }) => value.description],
  reference: ['text', ({ value }) => value.reference],
  effective_at: ['timestamptz', ({ value }) => orMoment(value.effectiveAt)],
  recorded_at: ['timestamptz', ({ value }) => orMoment(value.recordedAt)],
  metadata: ['jsonb', ({ value }) => value.metadata],
  reverses: ['uuid', ({ value }) => value.reverses],
  captures: ['uuid', ({ value }) => value.captures],
  entry_count: ['integer', ({ value }) => value.entries.length],
  position: ['integer', ({ position }) => position],
}

const orMoment = (at: Instant): Instant | null => (at === undated ? null : at)

/** So that no two batches wait for each other's references. To sort wide rows for nothing would cost a lot. */
const byReference = '\n  ORDER BY reference COLLATE "C"'

const insertHeaders = (rows: string, order: string): string => `journals AS (
  INSERT INTO ledger.journal (
    book_id, id, key, kind, description, reference, effective_at, recorded_at,
    metadata, reverses, captures, entry_count, batch, position
  )
  SELECT
    $1::integer, id, key, kind, description, reference, coalesce(effective_at, moment.at),
    coalesce(recorded_at, moment.at), metadata, reverses, captures, entry_count, moment.batch, position
  FROM ${rows}
  CROSS JOIN moment${order}
)`

export function entries(
  journals: readonly Placed<Journal>[],
  accountIds: ReadonlyMap<string, AccountId>,
): Part {
  const lines = journals.flatMap(({ value: journal }) =>
    journal.entries.map((entry, i) => ({
      entry,
      accountId: accountIds.get(entry.account),
      journal: journal.id,
      line: i + 1,
    })),
  )
  return { ...rowsAs('line', lineColumns, lines), sql: insertEntries }
}

interface Line {
  readonly entry: Entry
  readonly accountId: AccountId | undefined
  readonly journal: JournalId
  readonly line: number
}

const lineColumns: Columns<Line> = {
  account_id: ['uuid', ({ accountId }) => accountId],
  version: ['bigint', ({ entry }) => entry.after.version],
  journal_id: ['uuid', ({ journal }) => journal],
  line: ['integer', ({ line }) => line],
  side: ['text', ({ entry }) => entry.side],
  amount: ['numeric', ({ entry }) => entry.amount.amount],
  posted: ['numeric', ({ entry }) => entry.after.posted.amount],
  held: ['numeric', ({ entry }) => entry.after.held.amount],
}

const insertEntries = (rows: string): string => `entries AS (
  INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
  SELECT $1::integer, account_id, version, journal_id, line, side, amount, posted, held
  FROM ${rows}
  CROSS JOIN moment
)`

export function events(
  placed: readonly Placed<HoldEvent>[],
  accountIds: ReadonlyMap<string, AccountId>,
): Part {
  const columns: Columns<Placed<HoldEvent>> = {
    account_id: ['uuid', ({ value }) => accountIds.get(value.account)],
    ...eventColumns,
  }
  return { ...rowsAs('event', columns, placed), sql: insertEvents }
}

const eventColumns: Columns<Placed<HoldEvent>> = {
  version: ['bigint', ({ value }) => value.after.version],
  hold_id: ['uuid', ({ value }) => value.hold],
  type: ['text', ({ value }) => value.type],
  amount: ['numeric', ({ value }) => value.amount.amount],
  posted: ['numeric', ({ value }) => value.after.posted.amount],
  held: ['numeric', ({ value }) => value.after.held.amount],
  journal_id: ['uuid', ({ value }) => value.journal],
  recorded_at: ['timestamptz', ({ value }) => value.at],
  position: ['integer', ({ position }) => position],
}

const insertEvents = (rows: string): string => `events AS (
  INSERT INTO ledger.hold_event (
    book_id, account_id, version, hold_id, type, amount, posted, held,
    journal_id, recorded_at, batch, position
  )
  SELECT
    $1::integer, account_id, version, hold_id, type, amount, posted, held,
    journal_id, recorded_at, moment.batch, position
  FROM ${rows}
  CROSS JOIN moment
)`

export function outcomes(remembered: readonly Remembered[]): Part {
  return {
    ...rowsAs('memory', outcomeColumns, remembered),
    sql: updateOutcomes,
    mustFind: { what: 'claimed keys', in: 'remembered' },
  }
}

const outcomeColumns: Columns<Remembered> = {
  key: ['text', ({ key }) => key],
  outcome: ['text', ({ outcome }) => encodeOutcome(outcome)],
}

const updateOutcomes = (rows: string): string => `remembered AS (
  UPDATE ledger.key
  SET outcome = memory.outcome
  FROM ${rows}
  CROSS JOIN LATERAL (
    SELECT claimed.ctid
    FROM ledger.key AS claimed
    WHERE claimed.book_id = $1::integer
      AND claimed.key = memory.key
    LIMIT 1
  ) AS found
  WHERE key.ctid = found.ctid
    AND key.outcome IS NULL
  RETURNING key.key
)`
