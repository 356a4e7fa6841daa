import type { Generated } from 'kysely'

/** The tables of schema wallet that are read through the query builder; the others are spoken to in SQL. */
export interface Tables {
  'wallet.tenant': TenantTable
}

interface TenantTable {
  id: Generated<number>
  code: string
  name: string
  created_at: Generated<Date>
}
