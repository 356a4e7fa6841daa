import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type DatabaseSchema, freshDatabase, useDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it } from 'vitest'
import { dumpSchema } from '../../scripts/schema-dump/dump-schema.ts'
import { check, ledgerMigrator, migrate, migrations, plan } from '../../src/migrations/index.ts'

const ledgerSchema: DatabaseSchema = {
  name: 'ledger',
  fingerprint: migrations.map(({ sha256 }) => sha256).join(),
  prepare: async (url) => {
    const pool = new Pool({ connectionString: url })
    await migrate(pool)
    await pool.end()
  },
}
const { pool } = await useDatabase(ledgerSchema)
const { rows } = await pool.query('SHOW server_version_num')
const isVersion18 = rows[0].server_version_num.startsWith('18')

it('carries the files as they are', () => {
  const script = fileURLToPath(new URL('../../scripts/embed-migrations.ts', import.meta.url))

  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

it('brings an empty database up to date, once', async () => {
  const empty = await freshDatabase()

  const [planned, before] = [await plan(empty.pool), await check(empty.pool)]
  const first = await migrate(empty.pool)
  const second = await migrate(empty.pool)

  expect(planned).toBe(ledgerMigrator.planFrom(1))
  expect(before).toMatchObject({ state: 'pending', pending: migrations })
  expect(first.applied).toHaveLength(migrations.length)
  expect(second.applied).toEqual([])
  expect(await check(empty.pool)).toMatchObject({ state: 'current' })
})

it('makes what migrations/ledger/schema.sql shows', async ({ skip }) => {
  skip(!isVersion18, 'schema.sql is drawn by PostgreSQL 18; others print some expressions differently')
  const page = await readFile(new URL('../../../../migrations/ledger/schema.sql', import.meta.url), 'utf8')

  const dump = await dumpSchema(pool, 'ledger')

  expect(page.endsWith(`\n\n${dump}`)).toBe(true)
})

it('describes every table and every column', async () => {
  const undescribed = await pool.query(`
SELECT c.oid::regclass AS table, a.attname AS column
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'ledger'::regnamespace
  AND c.relkind IN ('r', 'p')
  AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)`)

  expect(undescribed.rows).toEqual([])
})

it.each(['', 'Main', '-main', 'main.', 'a b', 'ä', 'x'.repeat(64), "main'", 'main\n'])(
  'refuses a book with the code %j',
  async (code) => {
    await expect(pool.query('INSERT INTO ledger.book (code) VALUES ($1)', [code])).rejects.toMatchObject({
      constraint: 'book_code_form',
    })
  },
)

it.each(['main', '0', 'shop.za-1', 'x'.repeat(63)])('takes a book with the code %s once', async (code) => {
  await pool.query('INSERT INTO ledger.book (code) VALUES ($1)', [code])

  const again = pool.query('INSERT INTO ledger.book (code) VALUES ($1)', [code])

  await expect(again).rejects.toMatchObject({ constraint: 'book_code_key' })
})

it.each([
  ['[1]', 'book_metadata_form'],
  ['"text"', 'book_metadata_form'],
  [JSON.stringify({ long: 'x'.repeat(16_384) }), 'book_metadata_size'],
])('refuses metadata that is no small object', async (metadata, constraint) => {
  const inserting = pool.query("INSERT INTO ledger.book (code, metadata) VALUES ('odd', $1)", [metadata])

  await expect(inserting).rejects.toMatchObject({ constraint })
})
