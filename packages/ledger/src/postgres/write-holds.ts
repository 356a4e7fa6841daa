import type { Hold } from '../holds/hold.ts'
import type { AccountId } from '../ids.ts'
import type { Flights } from './flights.ts'

export function insertHolds(
  flights: Flights,
  bookId: number,
  holds: readonly Hold[],
  accountIds: ReadonlyMap<string, AccountId>,
): void {
  if (holds.length === 0) return
  const rows = holds.map((hold) => ({
    ...changing(hold),
    account_id: accountIds.get(hold.account),
    key: hold.key,
    kind: hold.kind,
    description: hold.description,
    metadata: hold.metadata,
    amount: String(hold.amount.amount),
    placed_at: hold.placedAt,
  }))
  flights.add(insert, [bookId, JSON.stringify(rows)])
}

/** Writes the next step of holds that are open, and makes sure that each still was. */
export function updateHolds(flights: Flights, bookId: number, holds: readonly Hold[]): void {
  if (holds.length > 0) flights.add(update, [bookId, JSON.stringify(holds.map(changing)), holds.length])
}

function changing(hold: Hold): Record<string, unknown> {
  return {
    id: hold.id,
    captured: String(hold.captured.amount),
    status: hold.status,
    expires_at: hold.expiresAt,
    ended_at: hold.endedAt,
  }
}

const insert = `
INSERT INTO ledger.hold (
  book_id, id, account_id, key, kind, description, metadata, amount, captured, status, expires_at, placed_at, ended_at
)
SELECT
  $1::integer, id, account_id, key, kind, description, metadata, amount, captured, status, expires_at, placed_at, ended_at
FROM json_to_recordset($2::text::json) AS hold (
  id uuid, account_id uuid, key text, kind text, description text, metadata jsonb, amount numeric,
  captured numeric, status text, expires_at timestamptz, placed_at timestamptz, ended_at timestamptz
)`

const update = `
WITH written AS (
  UPDATE ledger.hold
  SET
    captured = changed.captured,
    status = changed.status,
    expires_at = changed.expires_at,
    ended_at = changed.ended_at
  FROM json_to_recordset($2::text::json) AS changed (
    id uuid, captured numeric, status text, expires_at timestamptz, ended_at timestamptz
  )
  CROSS JOIN LATERAL (
    SELECT ours.ctid
    FROM ledger.hold AS ours
    WHERE ours.book_id = $1::integer
      AND ours.id = changed.id
    LIMIT 1
  ) AS found
  WHERE hold.ctid = found.ctid
    AND hold.status = 'open'
  RETURNING hold.id
)
SELECT ledger.refuse_missing_rows('open holds', $3::bigint, count(*))::text
FROM written`
