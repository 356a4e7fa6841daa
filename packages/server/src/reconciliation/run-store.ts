import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'
import type { StuckDeposit } from '../deposits/deposits.ts'
import type { Tally } from './ask-gateway.ts'
import type { Comparison } from './comparison.ts'

/** Opens a run, or answers with the one that is open; and whether it is new. */
export async function openRun(
  trx: Trx,
  { tenantId, askedBy, now }: { tenantId: number; askedBy: string | null; now: Date },
): Promise<{ id: string; isNew: boolean }> {
  const { rows: opened } = await sql<{ id: string }>`
    INSERT INTO wallet.reconciliation_run (tenant_id, asked_by, requested_at)
    VALUES (${tenantId}, ${askedBy}, ${now})
    ON CONFLICT (tenant_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING id
  `.execute(trx)
  if (opened[0] !== undefined) return { id: opened[0].id, isNew: true }
  const { rows: open } = await sql<{ id: string }>`
    SELECT id
    FROM   wallet.reconciliation_run
    WHERE  tenant_id = ${tenantId}
    AND    ended_at IS NULL
  `.execute(trx)
  // Ended in between: the next one is ours.
  return open[0] === undefined ? openRun(trx, { tenantId, askedBy, now }) : { id: open[0].id, isNew: false }
}

/** Writes down that a worker is at it. One that takes over from a dead worker leaves the beginning as it was. */
export async function startRun(trx: Trx, { id, now }: { id: string; now: Date }): Promise<void> {
  await sql`
    UPDATE wallet.reconciliation_run
    SET    started_at = coalesce(started_at, ${now})
    WHERE  id = ${id}
    AND    ended_at IS NULL
  `.execute(trx)
}

/** Ends a run with what it came to. Of two workers that did the same one, the first is believed. */
export async function endRun(
  trx: Trx,
  {
    id,
    tally,
    stuck,
    comparisons,
    now,
  }: {
    id: string
    tally: Tally
    stuck: readonly StuckDeposit[]
    comparisons: readonly Comparison[]
    now: Date
  },
): Promise<void> {
  await sql`
    UPDATE wallet.reconciliation_run
    SET    ended_at = ${now},
           asked = ${tally.asked},
           changed = ${tally.changed},
           unanswered = ${tally.unanswered},
           stuck = ${JSON.stringify(stuck)}::jsonb,
           comparisons = ${JSON.stringify(comparisons)}::jsonb
    WHERE  id = ${id}
    AND    ended_at IS NULL
  `.execute(trx)
}
