import { sql } from 'kysely'
import type { Break, BreakPage, BreakQuery } from '../contract/breaks.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import { newestFirst } from '../database/newest-first.ts'
import type { Db, Trx } from '../database/transaction.ts'

const columns = sql`
  id, number::text AS number, kind, deposit_id AS "depositId", gateway, object_id AS "objectId", expected, found,
  opened_at AS "openedAt", resolved_at AS "resolvedAt", resolved_by AS "resolvedBy", resolution
`

type Filters = Pick<BreakQuery, 'status' | 'kind'>

/** One page of a tenant's breaks, the newest first, in one statement on the index (tenant_id, number). */
export async function readBreakPage(
  db: Db,
  {
    tenantId,
    filters,
    limit,
    place,
  }: { tenantId: number; filters: Filters; limit: number; place: Place | undefined },
): Promise<BreakPage> {
  const { status, kind } = filters
  const { rows } = await sql<BreakRow>`
    SELECT   ${columns}
    FROM     wallet.break
    WHERE    tenant_id = ${tenantId}
    ${status === undefined ? sql`` : status === 'open' ? sql`AND resolved_at IS NULL` : sql`AND resolved_at IS NOT NULL`}
    ${kind === undefined ? sql`` : sql`AND kind = ${kind}`}
    ${newestFirst('break.number', { place, limit })}
  `.execute(db)
  const { data, page } = cutPage(rows, { limit, place, filters, idOf: ({ number }) => number })
  return { data: data.map(describeBreak), page }
}

/** A break that is known to be there. */
export async function readBreak(db: Db | Trx, id: string): Promise<Break> {
  const { rows } = await sql<BreakRow>`
    SELECT ${columns}
    FROM   wallet.break
    WHERE  id = ${id}
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error(`Break ${id} is gone, though breaks are never removed.`)
  return describeBreak(row)
}

/** Those of a tenant that were opened in a span of time, the first ones first. */
export async function readBreaksOpened(
  db: Db,
  { tenantId, from, to, limit }: { tenantId: number; from: Date; to: Date; limit: number },
): Promise<Break[]> {
  const { rows } = await sql<BreakRow>`
    SELECT   ${columns}
    FROM     wallet.break
    WHERE    tenant_id = ${tenantId}
    AND      opened_at BETWEEN ${from} AND ${to}
    ORDER BY opened_at, break.number
    LIMIT    ${limit}
  `.execute(db)
  return rows.map(describeBreak)
}

/** How many are open, of all tenants, by kind: for the figures. */
export async function countOpenBreaks(db: Db): Promise<{ kind: string; count: number }[]> {
  const { rows } = await sql<{ kind: string; count: number }>`
    SELECT   kind, count(*)::integer AS count
    FROM     wallet.break
    WHERE    resolved_at IS NULL
    GROUP BY kind
    ORDER BY kind
  `.execute(db)
  return rows
}

interface BreakRow {
  readonly id: string
  readonly number: string
  readonly kind: string
  readonly depositId: string | null
  readonly gateway: string
  readonly objectId: string
  readonly expected: Record<string, string>
  readonly found: Record<string, string>
  readonly openedAt: Date
  readonly resolvedAt: Date | null
  readonly resolvedBy: string | null
  readonly resolution: string | null
}

function describeBreak(row: BreakRow): Break {
  return {
    id: row.id,
    kind: row.kind,
    status: row.resolvedAt === null ? 'open' : 'resolved',
    deposit_id: row.depositId,
    gateway: row.gateway,
    object_id: row.objectId,
    expected: row.expected,
    found: row.found,
    opened_at: row.openedAt.toISOString(),
    resolved_at: row.resolvedAt?.toISOString() ?? null,
    resolved_by: row.resolvedBy,
    resolution: row.resolution,
  }
}
