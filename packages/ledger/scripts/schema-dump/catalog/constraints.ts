import * as z from 'zod'
import type { SqlClient } from '../../../src/migrations/index.ts'
import { select } from './select.ts'

const constraint = z.object({ page: z.string(), name: z.string(), definition: z.string() })
export type Constraint = z.infer<typeof constraint>

/**
 * Keys first, then checks, exclusions and references. NOT NULL is shown with its column, although PostgreSQL
 * 18 keeps it as a constraint; what a partition has from its parent is shown with the parent.
 */
export function readConstraints(connection: SqlClient, schema: string): Promise<Constraint[]> {
  return select(
    connection,
    constraint,
    `
SELECT conrelid::regclass::text AS page,
       quote_ident(conname) AS name,
       pg_get_constraintdef(oid, true) AS definition
FROM pg_constraint
WHERE connamespace = '${schema}'::regnamespace
  AND conrelid <> 0
  AND contype IN ('p', 'u', 'c', 'x', 'f')
  AND conislocal
  AND conparentid = 0
ORDER BY conrelid, position(contype::text IN 'pucxf'), conname`,
  )
}
