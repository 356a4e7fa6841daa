import type { Account } from '../accounts/account.ts'
import { encodeOutcome } from '../engine/outcome.ts'
import type { Remembered } from '../engine/store.ts'
import { undated } from '../engine/undated.ts'
import type { HoldEvent } from '../holds/hold.ts'
import type { AccountId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import type { Columns, Row, Rows } from './row-source.ts'
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
    rows: accounts.map(toTotals),
    columns: totalColumns,
    alias: 'total',
    sql: updateTotals,
    mustFind: { what: 'locked accounts', in: 'totals' },
  }
}

function toTotals(account: Account): Row {
  return {
    id: account.id,
    posted: String(account.posted),
    held: String(account.held),
    version: account.version,
    entry_count: account.entryCount,
    status: account.status,
    changed_at: account.changedAt,
  }
}

const totalColumns = {
  id: 'uuid',
  posted: 'numeric',
  held: 'numeric',
  version: 'bigint',
  entry_count: 'bigint',
  status: 'text',
  changed_at: 'timestamptz',
} as const satisfies Columns

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
  return {
    rows: journals.map(toHeader),
    columns: headerColumns,
    alias: 'header',
    sql: (rows) => insertHeaders(rows, order),
  }
}

function toHeader({ value: journal, position }: Placed<Journal>): Row {
  return {
    id: journal.id,
    key: journal.key,
    kind: journal.kind,
    description: journal.description,
    reference: journal.reference,
    effective_at: orMoment(journal.effectiveAt),
    recorded_at: orMoment(journal.recordedAt),
    metadata: journal.metadata,
    reverses: journal.reverses,
    captures: journal.captures,
    entry_count: journal.entries.length,
    position,
  }
}

const orMoment = (at: Instant): Instant | null => (at === undated ? null : at)

const headerColumns = {
  id: 'uuid',
  key: 'text',
  kind: 'text',
  description: 'text',
  reference: 'text',
  effective_at: 'timestamptz',
  recorded_at: 'timestamptz',
  metadata: 'jsonb',
  reverses: 'uuid',
  captures: 'uuid',
  entry_count: 'integer',
  position: 'integer',
} as const satisfies Columns

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
  return {
    rows: journals.flatMap(({ value }) => toEntries(value, accountIds)),
    columns: entryColumns,
    alias: 'line',
    sql: insertEntries,
  }
}

function toEntries(journal: Journal, accountIds: ReadonlyMap<string, AccountId>): Row[] {
  return journal.entries.map(({ account, side, amount, after }, index) => ({
    account_id: accountIds.get(account),
    version: after.version,
    journal_id: journal.id,
    line: index + 1,
    side,
    amount: String(amount.amount),
    posted: String(after.posted.amount),
    held: String(after.held.amount),
  }))
}

const entryColumns = {
  account_id: 'uuid',
  version: 'bigint',
  journal_id: 'uuid',
  line: 'integer',
  side: 'text',
  amount: 'numeric',
  posted: 'numeric',
  held: 'numeric',
} as const satisfies Columns

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
  return {
    rows: placed.map((event) => toEvent(event, accountIds)),
    columns: eventColumns,
    alias: 'event',
    sql: insertEvents,
  }
}

function toEvent(
  { value: event, position }: Placed<HoldEvent>,
  accountIds: ReadonlyMap<string, AccountId>,
): Row {
  return {
    account_id: accountIds.get(event.account),
    version: event.after.version,
    hold_id: event.hold,
    type: event.type,
    amount: String(event.amount.amount),
    posted: String(event.after.posted.amount),
    held: String(event.after.held.amount),
    journal_id: event.journal,
    recorded_at: event.at,
    position,
  }
}

const eventColumns = {
  account_id: 'uuid',
  version: 'bigint',
  hold_id: 'uuid',
  type: 'text',
  amount: 'numeric',
  posted: 'numeric',
  held: 'numeric',
  journal_id: 'uuid',
  recorded_at: 'timestamptz',
  position: 'integer',
} as const satisfies Columns

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
  const rows = remembered.map(({ key, outcome }) => ({ key, outcome: encodeOutcome(outcome) }))
  return {
    rows,
    columns: { key: 'text', outcome: 'text' },
    alias: 'memory',
    sql: updateOutcomes,
    mustFind: { what: 'claimed keys', in: 'remembered' },
  }
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
