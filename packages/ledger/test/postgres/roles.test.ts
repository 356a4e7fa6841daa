import { useDatabase } from '@evenkeel/test-support'
import { afterAll, expect, it } from 'vitest'
import { check } from '../../src/migrations/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { createRoles } from './support/roles.ts'

// That the application can do with these rights all that a ledger does is shown by the conformance suite, which runs as
// this role; that it can do no more, by the refusals. This is the list itself.

const database = await useDatabase(ledgerSchema)
const { pool: owner } = database
const roles = await createRoles(database)
afterAll(roles.drop)

it('give the application these rights and no other', async () => {
  expect(await rightsOf('app')).toEqual([
    'account: INSERT (book_id, ceiling, changed_at, code, currency, floor, id, metadata, opened_at, scale, type)',
    'account: SELECT',
    'account: UPDATE (changed_at, entry_count, held, posted, status, version)',
    'batch_sequence: USAGE',
    'book: INSERT (code)',
    'book: SELECT',
    'entry: INSERT',
    'entry: SELECT',
    'hold: INSERT',
    'hold: SELECT',
    'hold: UPDATE (captured, ended_at, expires_at, status)',
    'hold_event: INSERT (account_id, amount, batch, book_id, held, hold_id, journal_id, position, posted, recorded_at, type, version)',
    'hold_event: SELECT',
    'journal: INSERT (batch, book_id, captures, description, effective_at, entry_count, id, key, kind, metadata, position, recorded_at, reference, reverses)',
    'journal: SELECT',
    'key: DELETE',
    'key: INSERT (book_id, journal_id, key, request)',
    'key: SELECT',
    'key: UPDATE (outcome)',
    'migration: SELECT',
    'shifted_entry: SELECT',
    'standing: SELECT',
  ])
})

it('let the auditor read every table and do nothing else', async () => {
  const tables = [
    ...['account', 'book', 'entry', 'hold', 'hold_event', 'journal', 'key', 'migration'],
    ...['shifted_entry', 'standing'],
  ]

  expect(await rightsOf('"audit"')).toEqual(tables.map((table) => `${table}: SELECT`))
})

it('leave everybody else nothing, not even a look', async () => {
  const { rows } = await owner.query("SELECT has_schema_privilege('public', 'ledger', 'USAGE') AS may_look")

  expect(rows).toEqual([{ may_look: false }])
  expect(await rightsOf('PUBLIC')).toEqual([])
})

it('let both see whether the migrations are up to date', async () => {
  expect(await check(roles.application)).toMatchObject({ state: 'current' })
  expect(await check(roles.auditor)).toMatchObject({ state: 'current' })
})

it('do not change when they are granted again', async () => {
  const before = await rightsOf('app')

  await roles.grant()

  expect(await rightsOf('app')).toEqual(before)
})

/** What the role whose name ends like this may do with the tables and sequences of the schema, as PostgreSQL keeps it. */
async function rightsOf(role: string): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(
    `
SELECT concat(
  name, ': ', privilege,
  ' (' || string_agg(column_name, ', ' ORDER BY column_name COLLATE "C") || ')'
) AS line
FROM (
  SELECT c.relname AS name, NULL AS column_name, acl.privilege_type AS privilege, acl.grantee
  FROM pg_class AS c
  CROSS JOIN aclexplode(c.relacl) AS acl
  WHERE c.relnamespace = 'ledger'::regnamespace
  UNION ALL
  SELECT c.relname, a.attname, acl.privilege_type, acl.grantee
  FROM pg_class AS c
  JOIN pg_attribute AS a ON a.attrelid = c.oid
  CROSS JOIN aclexplode(a.attacl) AS acl
  WHERE c.relnamespace = 'ledger'::regnamespace
) AS rights
WHERE CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END LIKE '%' || $1
GROUP BY name, privilege
ORDER BY (name || ': ' || privilege) COLLATE "C"`,
    [role],
  )
  return rows.map(({ line }) => line)
}
