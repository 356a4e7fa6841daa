import { type Kysely, sql } from 'kysely'
import type { AuditRecord } from '../contract/audit.ts'
import type { Page } from '../contract/page.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import type { Tables } from '../database/tables.ts'

export interface AuditFilters {
  readonly table?: string | undefined
  readonly row_id?: string | undefined
  readonly actor?: string | undefined
  readonly request_id?: string | undefined
  readonly operation?: AuditRecord['operation'] | undefined
}

/**
 * One page of a tenant's trail, the newest first, in one statement on the index (tenant_id, id). One more than asked
 * for is read, to know whether there is a page beyond.
 */
export async function readAuditPage(
  db: Kysely<Tables>,
  {
    tenantId,
    filters,
    limit,
    place,
  }: { tenantId: number; filters: AuditFilters; limit: number; place: Place | undefined },
): Promise<{ data: AuditRecord[]; page: Page }> {
  const goesBack = place?.direction === 'before'
  const { table, row_id: rowId, actor, request_id: requestId, operation } = filters
  let query = db
    .selectFrom('wallet.audit_record')
    .select([
      sql<string>`id::text`.as('id'),
      'recorded_at',
      'table_name as table',
      'row_id',
      'operation',
      'old_values as old',
      'new_values as new',
      'difference',
      'actor',
      'request_id',
      'erasure',
      sql<string>`transaction_id::text`.as('transaction_id'),
    ])
    .where('tenant_id', '=', tenantId)
    .orderBy('wallet.audit_record.id', goesBack ? 'asc' : 'desc')
    .limit(limit + 1)
  if (table !== undefined) query = query.where('table_name', '=', table)
  if (rowId !== undefined) query = query.where('row_id', '=', rowId)
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (requestId !== undefined) query = query.where('request_id', '=', requestId)
  if (operation !== undefined) query = query.where('operation', '=', operation)
  if (place !== undefined) query = query.where('id', goesBack ? '>' : '<', place.id)
  const rows = await query.execute()

  const { data, page } = cutPage(rows, { limit, place, filters, idOf: ({ id }) => id })
  return { data: data.map((row) => ({ ...row, recorded_at: row.recorded_at.toISOString() })), page }
}
