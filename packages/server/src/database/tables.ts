import type { Generated } from 'kysely'

/** The tables of schema wallet, as queries see them. */
export interface Tables {
  'wallet.tenant': TenantTable
}

interface TenantTable {
  id: Generated<number>
  code: string
  name: string
  created_at: Generated<Date>
}
