import type { Account } from '../accounts/account.ts'
import { encodeOutcome, isJournal } from '../engine/outcome.ts'
import type { Remembered } from '../engine/store.ts'
import type { HoldEvent } from '../holds/hold.ts'
import type { AccountId } from '../ids.ts'
import type { Journal } from '../journals/journal.ts'
import type { Flights } from './flights.ts'
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
 * Journals are inserted in the order of their references. Two batches that bring the same two references in different
 * orders would otherwise wait for each other at the unique index until PostgreSQL kills one of them after a second.
 */
export function writeSteps(
  flights: Flights,
  bookId: number,
  batch: string,
  { accounts, journals, events, accountIds, remembered }: Steps,
): void {
  // What came to a journal alone is told by the journal: most keys are written once, when they are claimed.
  const told = remembered.filter(({ outcome, journal }) => !isJournal(outcome, journal))
  if (accounts.length === 0 && told.length === 0) return
  flights.add(statement, [
    bookId,
    batch,
    JSON.stringify(accounts.map(toTotals)),
    JSON.stringify(journals.map(toHeader)),
    JSON.stringify(journals.flatMap(({ value }) => toEntries(value, accountIds))),
    JSON.stringify(events.map((event) => toEvent(event, accountIds))),
    JSON.stringify(told.map(({ key, outcome }) => ({ key, outcome: encodeOutcome(outcome) }))),
    accounts.length,
    told.length,
  ])
}

function toTotals(account: Account): Record<string, unknown> {
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

function toHeader({ value: journal, position }: Placed<Journal>): Record<string, unknown> {
  return {
    id: journal.id,
    key: journal.key,
    kind: journal.kind,
    description: journal.description,
    reference: journal.reference,
    effective_at: journal.effectiveAt,
    recorded_at: journal.recordedAt,
    metadata: journal.metadata,
    reverses: journal.reverses,
    captures: journal.captures,
    entry_count: journal.entries.length,
    position,
  }
}

function toEntries(journal: Journal, accountIds: ReadonlyMap<string, AccountId>): Record<string, unknown>[] {
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

function toEvent(
  { value: event, position }: Placed<HoldEvent>,
  accountIds: ReadonlyMap<string, AccountId>,
): Record<string, unknown> {
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

const statement = `
WITH totals AS (
  UPDATE ledger.account
  SET
    posted = total.posted,
    held = total.held,
    version = total.version,
    entry_count = total.entry_count,
    status = total.status,
    changed_at = total.changed_at
  FROM json_to_recordset($3::text::json) AS total (
    id uuid, posted numeric, held numeric, version bigint, entry_count bigint, status text, changed_at timestamptz
  )
  CROSS JOIN LATERAL (
    SELECT locked.ctid
    FROM ledger.account AS locked
    WHERE locked.book_id = $1::integer
      AND locked.id = total.id
    LIMIT 1
  ) AS found
  WHERE account.ctid = found.ctid
  RETURNING account.id
),
journals AS (
  INSERT INTO ledger.journal (
    book_id, id, key, kind, description, reference, effective_at, recorded_at,
    metadata, reverses, captures, entry_count, batch, position
  )
  SELECT
    $1::integer, id, key, kind, description, reference, effective_at, recorded_at,
    metadata, reverses, captures, entry_count, $2::text::bigint, position
  FROM json_to_recordset($4::text::json) AS header (
    id uuid, key text, kind text, description text, reference text, effective_at timestamptz,
    recorded_at timestamptz, metadata jsonb, reverses uuid, captures uuid, entry_count integer, position integer
  )
  ORDER BY reference COLLATE "C"
),
entries AS (
  INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
  SELECT $1::integer, account_id, version, journal_id, line, side, amount, posted, held
  FROM json_to_recordset($5::text::json) AS line (
    account_id uuid, version bigint, journal_id uuid, line integer, side text,
    amount numeric, posted numeric, held numeric
  )
),
events AS (
  INSERT INTO ledger.hold_event (
    book_id, account_id, version, hold_id, type, amount, posted, held,
    journal_id, recorded_at, batch, position
  )
  SELECT
    $1::integer, account_id, version, hold_id, type, amount, posted, held,
    journal_id, recorded_at, $2::text::bigint, position
  FROM json_to_recordset($6::text::json) AS event (
    account_id uuid, version bigint, hold_id uuid, type text, amount numeric, posted numeric,
    held numeric, journal_id uuid, recorded_at timestamptz, position integer
  )
),
remembered AS (
  UPDATE ledger.key
  SET outcome = memory.outcome
  FROM json_to_recordset($7::text::json) AS memory (key text, outcome text)
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
)
SELECT
  ledger.refuse_missing_rows('locked accounts', $8::bigint, (SELECT count(*) FROM totals))::text,
  ledger.refuse_missing_rows('claimed keys', $9::bigint, (SELECT count(*) FROM remembered))::text`
