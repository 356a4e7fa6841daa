/** Something in the schema, with the SQL that would make it again. */
export interface CatalogObject {
  readonly kind: 'table' | 'column' | 'constraint' | 'index' | 'trigger' | 'function' | 'sequence'
  /** Without the schema: `entry.amount`, `entry_balances on entry`. */
  readonly name: string
  readonly definition: string
}
