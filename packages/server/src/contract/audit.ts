import { z } from 'zod'
import { Page, PageLimit } from './page.ts'

const Values = z.record(z.string(), z.unknown())

/** One change of one row, as the database recorded it. */
export const AuditRecord = z
  .object({
    id: z.string().describe('grows with every record'),
    recorded_at: z.iso.datetime().describe('the moment of the change'),
    table: z.string(),
    row_id: z.string().describe('the key of the row; the parts of a composite key are joined by a slash'),
    operation: z.enum(['insert', 'update', 'delete']),
    old: Values.nullable().describe('the row before; secrets read "(hidden)"'),
    new: Values.nullable().describe('the row after; secrets read "(hidden)"'),
    difference: Values.describe('the columns that changed, each with `old` and `new`'),
    actor: z.string().describe('`user:<id>`, `job:<name>`, `anonymous`, or `database:<role>`'),
    request_id: z.string().nullable().describe('the request that the change was made for'),
    erasure: z.string().nullable().describe('the case under which the law had values erased'),
    transaction_id: z.string().describe('records with the same value were written together'),
  })
  .meta({ id: 'AuditRecord', description: 'Who changed which row, how, and for which request' })

export type AuditRecord = z.output<typeof AuditRecord>

export const AuditPage = z
  .object({ data: z.array(AuditRecord), page: Page })
  .meta({ id: 'AuditPage', description: 'Audit records, the newest first' })

/** Without control characters, of which PostgreSQL refuses one. */
const text = (longest: number) =>
  z
    .string()
    .regex(/^\P{Cc}+$/u, 'Send text without control characters.')
    .max(longest)

const Name = text(128)

export const AuditQuery = z.strictObject({
  table: Name.optional().meta({ example: 'user_role' }),
  row_id: text(300).optional(),
  actor: Name.optional().meta({ example: 'database:postgres' }),
  request_id: Name.optional(),
  operation: z.enum(['insert', 'update', 'delete']).optional(),
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
})

export type AuditQuery = z.output<typeof AuditQuery>
