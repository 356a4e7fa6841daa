import type { AccountId } from '../ids.ts'
import type { Journal } from '../journals/journal.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { Placed } from './write-changes.ts'

/** Inserts journals and all their entries in one statement, which is the only way the database takes them. */
export async function insertJournals(
  connection: SqlConnection,
  bookId: number,
  batch: string,
  journals: readonly Placed<Journal>[],
  accountIds: ReadonlyMap<string, AccountId>,
): Promise<void> {
  if (journals.length === 0) return
  const headers = journals.map(({ value, position }) => toHeader(value, position))
  const entries = journals.flatMap(({ value }) => toEntries(value, accountIds))
  await connection.query(statement, [bookId, batch, JSON.stringify(headers), JSON.stringify(entries)])
}

function toHeader(journal: Journal, position: number): Record<string, unknown> {
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

const statement = `
WITH posted AS (
  INSERT INTO ledger.journal (
    book_id, id, key, kind, description, reference, effective_at, recorded_at,
    metadata, reverses, captures, entry_count, batch, position
  )
  SELECT
    $1::integer, id, key, kind, description, reference, effective_at, recorded_at,
    metadata, reverses, captures, entry_count, $2::text::bigint, position
  FROM json_to_recordset($3::text::json) AS header (
    id uuid, key text, kind text, description text, reference text, effective_at timestamptz,
    recorded_at timestamptz, metadata jsonb, reverses uuid, captures uuid, entry_count integer, position integer
  )
)
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT $1::integer, account_id, version, journal_id, line, side, amount, posted, held
FROM json_to_recordset($4::text::json) AS line (
  account_id uuid, version bigint, journal_id uuid, line integer, side text,
  amount numeric, posted numeric, held numeric
)`
