import { money } from '@evenkeel/ledger/money'
import { sql } from 'kysely'
import { showMoney } from '../contract/money.ts'
import type { ReconciliationRun, ReconciliationRunPage } from '../contract/reconciliation.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import { newestFirst } from '../database/newest-first.ts'
import type { Db } from '../database/transaction.ts'
import type { StuckReason } from '../deposits/deposits.ts'
import type { Comparison } from './comparison.ts'

const columns = sql`
  id, number::text AS number, asked_by AS "askedBy", requested_at AS "requestedAt", started_at AS "startedAt",
  ended_at AS "endedAt", asked, changed, unanswered, stuck, comparisons
`

/** One page of the runs, the newest first, in one statement on the index (tenant_id, number). */
export async function readRunPage(
  db: Db,
  { tenantId, limit, place }: { tenantId: number; limit: number; place: Place | undefined },
): Promise<ReconciliationRunPage> {
  const { rows } = await sql<RunRow>`
    SELECT   ${columns}
    FROM     wallet.reconciliation_run
    WHERE    tenant_id = ${tenantId}
    ${newestFirst('reconciliation_run.number', { place, limit })}
  `.execute(db)
  const { data, page } = cutPage(rows, { limit, place, filters: {}, idOf: ({ number }) => number })
  return { data: data.map(describeRun), page }
}

export async function readRun(
  db: Db,
  { id, tenantId }: { id: string; tenantId: number },
): Promise<ReconciliationRun | undefined> {
  const { rows } = await sql<RunRow>`
    SELECT ${columns}
    FROM   wallet.reconciliation_run
    WHERE  id = ${id}
    AND    tenant_id = ${tenantId}
  `.execute(db)
  return rows[0] && describeRun(rows[0])
}

/** The names of all books that a gateway's account may stand for. */
export async function readTenants(db: Db): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    SELECT   code
    FROM     wallet.tenant
    ORDER BY id
  `.execute(db)
  return rows.map(({ code }) => code)
}

interface RunRow {
  readonly id: string
  readonly number: string
  readonly askedBy: string | null
  readonly requestedAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly asked: number
  readonly changed: number
  readonly unanswered: number
  readonly stuck: readonly { deposit: string; reason: StuckReason; since: string }[]
  readonly comparisons: readonly Comparison[]
}

function describeRun(row: RunRow): ReconciliationRun {
  return {
    id: row.id,
    status: row.endedAt !== null ? 'done' : row.startedAt !== null ? 'running' : 'waiting',
    asked_by: row.askedBy,
    requested_at: row.requestedAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    asked: row.asked,
    changed: row.changed,
    unanswered: row.unanswered,
    stuck: row.stuck.map(({ deposit, reason, since }) => ({ deposit_id: deposit, reason, since })),
    comparisons: row.comparisons.map(({ gateway, what, state, currency, expected, found }) => ({
      gateway,
      what,
      state,
      expected: showMoney(money(BigInt(expected), currency)),
      found: showMoney(money(BigInt(found), currency)),
    })),
  }
}
