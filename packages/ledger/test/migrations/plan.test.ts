import { spawnSync } from 'node:child_process'
import { freshDatabase } from '@evenkeel/test-support'
import { assert, asyncProperty, nat } from 'fast-check'
import type { Pool } from 'pg'
import { expect, it } from 'vitest'
import { dumpSchema } from '../../scripts/schema-dump/dump-schema.ts'
import { splitStatements } from '../../src/migrations/split-statements.ts'
import { shopFiles, shopMigrator } from './fixtures/migration-set.ts'

const files = [
  ...shopFiles,
  `-- no transaction: the table is in use
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_name_idx ON shop.customer (name);`,
  "INSERT INTO shop.customer VALUES (2, 'It''s; Bob');",
]
const migrator = shopMigrator(files, "1.0.0-o'hara")
const hasPsql = spawnSync('psql', ['--version']).status === 0

it('leaves the same schema, data and history as migrate, from wherever it starts', async () => {
  const { pool } = await freshDatabase()
  await migrator.migrate(pool)
  const migrated = await picture(pool)

  await assert(
    asyncProperty(nat(files.length), async (done) => {
      await pool.query('DROP SCHEMA IF EXISTS shop CASCADE')
      await shopMigrator(files.slice(0, done), "1.0.0-o'hara").migrate(pool)

      await runStatements(pool, await migrator.plan(pool))

      expect(await picture(pool)).toEqual(migrated)
      expect(await migrator.check(pool)).toMatchObject({ state: 'current' })
    }),
    { numRuns: 12, examples: files.map((_, done) => [done]) },
  )
})

it('runs in psql, and a second time stops at the first row without changing anything', async ({ skip }) => {
  skip(!hasPsql, 'psql is not installed')
  const { pool, url } = await freshDatabase()
  const plan = await migrator.plan(pool)

  const first = psql(url, plan)
  const afterFirst = await picture(pool)
  const second = psql(url, plan)

  expect(first).toMatchObject({ status: 0, stderr: '' })
  expect(await migrator.check(pool)).toMatchObject({ state: 'current' })
  expect(second.status).toBe(3)
  expect(second.stderr).toContain('migration_pkey')
  expect(await picture(pool)).toEqual(afterFirst)
})

it('is the same text each time, and writes nothing', async () => {
  const { pool } = await freshDatabase()

  const [first, second] = [await migrator.plan(pool), await migrator.plan(pool)]

  expect(second).toBe(first)
  expect(await migrator.check(pool)).toMatchObject({ state: 'pending', applied: [] })
})

it('needs no database to print from a file on', async () => {
  const { pool } = await freshDatabase()
  const whole = await migrator.plan(pool)
  await shopMigrator(files.slice(0, 2)).migrate(pool)
  const rest = await migrator.plan(pool)

  expect(migrator.planFrom(1)).toBe(whole)
  expect(migrator.planFrom(3)).toBe(rest)
  for (const outside of [0, files.length + 1, 1.5, Number.NaN]) {
    expect(() => migrator.planFrom(outside)).toThrow(/they go from 1 to 5/)
  }
})

it('says that there is nothing to do', async () => {
  const { pool } = await freshDatabase()
  await migrator.migrate(pool)

  const plan = await migrator.plan(pool)

  expect(plan).toBe('-- Schema shop is up to date: nothing to apply.\n')
})

/**
 * Everything that must be equal: what the schema is, what it holds, and what its history says about each
 * file.
 */
async function picture(pool: Pool): Promise<unknown> {
  const customers = await pool.query('SELECT * FROM shop.customer ORDER BY id')
  const history = await pool.query(
    'SELECT id, name, sha256, applied_by, package_version FROM shop.migration ORDER BY id',
  )
  return { schema: await dumpSchema(pool, 'shop'), customers: customers.rows, history: history.rows }
}

/** What psql does with a plan, on machines that have none: one statement after the other in one session. */
async function runStatements(pool: Pool, plan: string): Promise<void> {
  const client = await pool.connect()
  try {
    for (const statement of splitStatements(plan.replace(/^\\set .*$/m, ''))) await client.query(statement)
  } finally {
    client.release()
  }
}

function psql(url: string, script: string): { status: number | null; stderr: string } {
  // A person's own psqlrc must not change what the plan does.
  const { status, stderr } = spawnSync('psql', ['--no-psqlrc', '--quiet', '--file', '-', url], {
    input: script,
    encoding: 'utf8',
  })
  return { status, stderr }
}
