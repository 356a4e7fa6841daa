/** A column of the schema wallet that holds sealed values. */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  /** The primary key, by which its rows are told apart. */
  readonly key: string
  /** The column by which a value is bound to its row, where the key is not known before the row is written. */
  readonly boundTo?: string
  /** The column beside it with the keyed mark of the same value, where equal values have to be found. */
  readonly mark?: string
}

/**
 * Every column that holds sealed values. What is missing here would not be sealed again with a new key, and would be
 * lost with the old one; so a test compares this with the database.
 */
export const sealedColumns = {
  totpSeed: { table: 'totp', column: 'sealed_seed', key: 'user_id' },
  bankAccountNumber: {
    table: 'bank_account',
    column: 'sealed_number',
    key: 'user_id',
    mark: 'number_mark',
  },
  withdrawalDestination: {
    table: 'withdrawal',
    column: 'sealed_destination',
    key: 'id',
    mark: 'destination_mark',
  },
  webhookBody: { table: 'webhook', column: 'sealed_body', key: 'id', boundTo: 'digest' },
} as const satisfies Record<string, SealedColumn>

/**
 * Where a sealed value belongs. It opens in this row of this column and tenant, and nowhere else. `id` is what PostgreSQL
 * writes for the column it is bound to.
 */
export function placeOf(
  { table, column }: Pick<SealedColumn, 'table' | 'column'>,
  { tenantId, id }: { tenantId: number; id: string },
): string {
  return `${table}.${column} ${tenantId} ${id}`
}
