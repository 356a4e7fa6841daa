import type { Generated } from 'kysely'

/** The tables of schema wallet that are read through the query builder; the others are spoken to in SQL. */
export interface Tables {
  'wallet.tenant': TenantTable
  'wallet.audit_record': AuditRecordTable
  'wallet.webhook': WebhookTable
}

interface TenantTable {
  id: Generated<number>
  code: string
  name: string
  created_at: Generated<Date>
}

/** Read only: triggers write it. */
interface AuditRecordTable {
  readonly id: string
  readonly recorded_at: Date
  readonly tenant_id: number | null
  readonly table_name: string
  readonly row_id: string
  readonly operation: 'insert' | 'update' | 'delete'
  readonly old_values: Record<string, unknown> | null
  readonly new_values: Record<string, unknown> | null
  readonly difference: Record<string, unknown>
  readonly actor: string
  readonly request_id: string | null
  readonly erasure: string | null
  readonly transaction_id: string
}

/** Read only here: the inbox writes it in SQL. */
interface WebhookTable {
  readonly id: string
  readonly tenant_id: number
  readonly gateway: string
  readonly event_type: string
  readonly object_kind: string
  readonly object_id: string
  readonly received_at: Date
  readonly deliveries: number
  readonly last_received_at: Date
  readonly job_id: string
  readonly outcome: 'handled' | 'ignored' | null
  readonly ended_at: Date | null
}
