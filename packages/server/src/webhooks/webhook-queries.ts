import { sql } from 'kysely'
import type { Page } from '../contract/page.ts'
import type { Webhook } from '../contract/webhooks.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import type { Db } from '../database/transaction.ts'

export interface WebhookFilters {
  readonly gateway?: string | undefined
  readonly event_type?: string | undefined
  readonly object_id?: string | undefined
  readonly status?: Webhook['status'] | undefined
}

/** One page of the inbox of a tenant, the newest first, in one statement on the index (tenant_id, id). */
export async function readWebhookPage(
  db: Db,
  {
    tenantId,
    filters,
    limit,
    place,
  }: { tenantId: number; filters: WebhookFilters; limit: number; place: Place | undefined },
): Promise<{ data: Webhook[]; page: Page }> {
  const goesBack = place?.direction === 'before'
  let query = selectWebhooks(db, tenantId)
    .orderBy('id', goesBack ? 'asc' : 'desc')
    .limit(limit + 1)
  if (filters.gateway !== undefined) query = query.where('gateway', '=', filters.gateway)
  if (filters.event_type !== undefined) query = query.where('event_type', '=', filters.event_type)
  if (filters.object_id !== undefined) query = query.where('object_id', '=', filters.object_id)
  if (filters.status === 'open') query = query.where('outcome', 'is', null)
  else if (filters.status !== undefined) query = query.where('outcome', '=', filters.status)
  if (place !== undefined) query = query.where('id', goesBack ? '>' : '<', place.id)
  const rows = await query.execute()
  const { data, page } = cutPage(rows, { limit, place, filters, idOf: ({ id }) => id })
  return { data: data.map(describeWebhook), page }
}

export async function readWebhook(
  db: Db,
  { id, tenantId }: { id: string; tenantId: number },
): Promise<Webhook | undefined> {
  const row = await selectWebhooks(db, tenantId).where('id', '=', id).executeTakeFirst()
  return row && describeWebhook(row)
}

/** Without the body: it names people and their accounts, and nobody needs it to see what became of a webhook. */
function selectWebhooks(db: Db, tenantId: number) {
  return db
    .selectFrom('wallet.webhook')
    .select([
      'id',
      'gateway',
      'event_type',
      'object_kind',
      'object_id',
      sql<string>`encode(digest, 'hex')`.as('digest'),
      'received_at',
      'last_received_at',
      'deliveries',
      sql<string>`host(client_ip)`.as('client_ip'),
      'outcome',
      'ended_at',
      'job_id',
    ])
    .where('tenant_id', '=', tenantId)
}

type WebhookRow = Awaited<ReturnType<ReturnType<typeof selectWebhooks>['execute']>>[number]

function describeWebhook({ outcome, received_at, last_received_at, ended_at, ...row }: WebhookRow): Webhook {
  return {
    ...row,
    received_at: received_at.toISOString(),
    last_received_at: last_received_at.toISOString(),
    status: outcome ?? 'open',
    ended_at: ended_at?.toISOString() ?? null,
  }
}
