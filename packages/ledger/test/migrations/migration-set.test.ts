import { expect, it } from 'vitest'
import { createMigrator } from '../../src/migrations/index.ts'
import { migration, shopFiles, shopMigrator, shopSet } from './fixtures/migration-set.ts'

it.each([
  [
    'a number that is missing',
    [migration(1, 'a', 'SELECT 1'), migration(3, 'b', 'SELECT 1')],
    /stands where number 2/,
  ],
  ['a name that is not snake_case', [migration(1, "x'; DROP", 'SELECT 1')], /snake_case/],
  [
    'a text that is not the one it was made from',
    [{ ...migration(1, 'a', 'SELECT 1'), sql: '' }],
    /checksum/,
  ],
  ['a first file outside a transaction', [migration(1, 'a', '-- no transaction\nSELECT 1')], /is the first/],
])('refuses %s', (_, migrations, message) => {
  const set = { ...shopSet([]), migrations }

  expect(() => createMigrator(set)).toThrow(expect.objectContaining({ code: 'migration_invalid' }))
  expect(() => createMigrator(set)).toThrow(message)
})

it.each(['shop; DROP TABLE x', 'Shop', '', 'x'.repeat(64)])('refuses the schema "%s"', (schema) => {
  expect(() => createMigrator({ ...shopSet([]), schema })).toThrow(/cannot be the schema/)
})

it.each(['COMMIT', 'begin', 'START  TRANSACTION', 'END', 'ROLLBACK', "PREPARE TRANSACTION 'x'"])(
  'refuses a file that holds %s',
  (statement) => {
    expect(() => shopMigrator([`CREATE TABLE shop.a (); ${statement}; CREATE TABLE shop.b ();`])).toThrow(
      /the runner owns the transaction/,
    )
  },
)

it.each([
  'CREATE INDEX CONCURRENTLY customer_name_idx ON shop.customer (name)',
  'CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_name_idx ON customer (name)',
  'CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_name_idx ON shop.customer (name); SELECT 1',
  'DROP INDEX CONCURRENTLY shop.customer_name_idx',
  'VACUUM shop.customer',
])('refuses to run outside a transaction what a kill would leave half done: %s', (statement) => {
  expect(() => shopMigrator([...shopFiles, `-- no transaction\n${statement};`])).toThrow(/can be repeated/)
})
