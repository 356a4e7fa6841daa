/** A column of the schema wallet that holds sealed values, and the one by which its rows are told apart. */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  readonly id: string
  /** The column beside it with the keyed mark of the same value, where equal values have to be found. */
  readonly mark?: string
}

/**
 * Every column that holds sealed values. What is missing here would not be sealed again with a new key, and would be
 * lost with the old one; so a test compares this with the database.
 */
export const sealedColumns = {
  totpSeed: { table: 'totp', column: 'sealed_seed', id: 'user_id' },
  bankAccountNumber: {
    table: 'bank_account',
    column: 'sealed_number',
    id: 'user_id',
    mark: 'number_mark',
  },
} as const satisfies Record<string, SealedColumn>

/** Where a sealed value belongs. It opens in this row of this column and tenant, and nowhere else. */
export function placeOf(
  { table, column }: Pick<SealedColumn, 'table' | 'column'>,
  { tenantId, id }: { tenantId: number; id: string },
): string {
  return `${table}.${column} ${tenantId} ${id}`
}
