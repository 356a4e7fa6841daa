/** What PostgreSQL says of an error. */
export interface SqlError {
  /** The SQLSTATE, or the code of a network error. Empty where nobody gave one. */
  readonly code: string
  readonly constraint: string | undefined
  readonly message: string
}

/**
 * Read from whatever the driver threw, or from inside of what its user wrapped around it: kysely and knex throw the
 * driver's own error, drizzle keeps it as the cause, and prisma in `meta.driverAdapterError`, in words of its own.
 */
export function readSqlError(error: unknown): SqlError {
  let message = String(error)
  for (let layer = error; isRecord(layer); layer = beneath(layer)) {
    message = String(layer['message'] ?? message)
    const code = layer['originalCode'] ?? layer['code']
    if (typeof code === 'string' && !isOfPrisma(layer))
      return { code, constraint: constraintOf(layer), message }
  }
  return { code: '', constraint: undefined, message }
}

function beneath(layer: Record<string, unknown>): unknown {
  return isOfPrisma(layer) ? layer['meta'].driverAdapterError : layer['cause']
}

/** pg says `constraint`, postgres.js `constraint_name`, prisma `constraint: { index }`. */
function constraintOf(layer: Record<string, unknown>): string | undefined {
  const named = layer['constraint_name'] ?? layer['constraint']
  const name = isRecord(named) ? named['index'] : named
  return typeof name === 'string' ? name : undefined
}

/** The outermost error of prisma has a code too (`P2010`), and it looks like a SQLSTATE. */
function isOfPrisma(
  layer: Record<string, unknown>,
): layer is { readonly meta: { readonly driverAdapterError: unknown } } {
  return isRecord(layer['meta']) && 'driverAdapterError' in layer['meta']
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
