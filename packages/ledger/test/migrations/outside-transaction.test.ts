import { freshDatabase, type TestDatabase, waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { shopFiles, shopMigrator } from './fixtures/migration-set.ts'

const build = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS customer_name_idx ON shop.customer (name)'
const withIndex = [...shopFiles, `-- no transaction: the table is in use\n${build};\n`]
const withoutIndex = [
  ...withIndex,
  '-- no transaction\nDROP INDEX CONCURRENTLY IF EXISTS shop.customer_name_idx;',
]

it('builds the index and records the file, and drops it again in the next', async () => {
  const { pool } = await freshDatabase()

  const built = await shopMigrator(withIndex).migrate(pool)
  const afterBuild = await findIndex(pool)
  const dropped = await shopMigrator(withoutIndex).migrate(pool)

  expect(built.applied.at(-1)).toMatchObject({ id: 4, durationMs: expect.any(Number) })
  expect(afterBuild).toMatchObject({ valid: true })
  expect(dropped.applied).toMatchObject([{ id: 5 }])
  expect(await findIndex(pool)).toBeUndefined()
})

// A build waits for whoever holds an older snapshot. Runners that wait for their turn must hold none.
it('ends when several processes start together', async () => {
  const { url, pool } = await freshDatabase()
  const pools = Array.from({ length: 5 }, () => new Pool({ connectionString: url, max: 2 }))
  onTestFinished(async () => {
    await Promise.all(pools.map((own) => own.end()))
  })

  const results = await Promise.all(pools.map((own) => shopMigrator(withIndex).migrate(own)))

  expect(results.flatMap((result) => result.applied.map(({ id }) => id)).sort()).toEqual([1, 2, 3, 4])
  expect(await findIndex(pool)).toMatchObject({ valid: true })
})

it('reports a build that fails, and replaces the invalid index it left once the cause is gone', async () => {
  const { pool } = await freshDatabase()
  await shopMigrator(shopFiles).migrate(pool)
  await pool.query("INSERT INTO shop.customer VALUES (2, 'Ann')")

  const failing = shopMigrator(withIndex).migrate(pool)

  await expect(failing).rejects.toMatchObject({
    code: 'migration_failed',
    details: { migration: '0004_step_4.sql', sqlState: '23505' },
  })
  expect(await findIndex(pool)).toMatchObject({ valid: false })
  await pool.query('DELETE FROM shop.customer WHERE id = 2')
  await shopMigrator(withIndex).migrate(pool)
  expect(await findIndex(pool)).toMatchObject({ valid: true })
  expect(await shopMigrator(withIndex).check(pool)).toMatchObject({ state: 'current' })
})

it('goes on after a build that was terminated half way', async () => {
  const database = await freshDatabase()
  await shopMigrator(shopFiles).migrate(database.pool)
  const release = await holdUpBuilds(database)
  const interrupted = expect(shopMigrator(withIndex).migrate(database.pool)).rejects.toMatchObject({
    code: 'connection_lost',
    outcome: 'unknown',
  })

  await waitFor(() => terminateBuild(database), { what: 'the build to be under way and terminated' })
  await interrupted
  await release()
  const leftBehind = await findIndex(database.pool)
  await shopMigrator(withIndex).migrate(database.pool)

  expect(leftBehind).toMatchObject({ valid: false })
  expect(await findIndex(database.pool)).toMatchObject({ valid: true })
})

// PostgreSQL goes on building when the process that asked for it was killed.
it('waits for a build that outlived its process, and keeps the index', async () => {
  const database = await freshDatabase()
  await shopMigrator(shopFiles).migrate(database.pool)
  const release = await holdUpBuilds(database)
  const orphan = await database.connect()
  const orphanBuild = orphan.query(build)
  const started = await waitFor(() => findIndex(database.pool))

  const migrating = shopMigrator(withIndex).migrate(database.pool)
  await waitFor(() => isLookingForBuilders(database))
  await release()
  await Promise.all([orphanBuild, migrating])

  expect(started).toMatchObject({ valid: false })
  expect(await findIndex(database.pool)).toEqual({ ...started, valid: true })
})

it('refuses when something else already has the name of the index', async () => {
  const { pool } = await freshDatabase()
  await shopMigrator(shopFiles).migrate(pool)
  await pool.query('CREATE TABLE shop.customer_name_idx ()')

  const migrating = shopMigrator(withIndex).migrate(pool)

  await expect(migrating).rejects.toThrow(/something else has that name/)
  expect(await shopMigrator(withIndex).check(pool)).toMatchObject({ state: 'pending' })
})

it('says that it needs a second connection, and waits for it no longer than for a lock', async () => {
  const { url } = await freshDatabase()
  const alone = new Pool({ connectionString: url, max: 1 })
  onTestFinished(() => alone.end())

  const migrating = shopMigrator(withIndex).migrate(alone, { lockTimeoutMs: 100 })

  await expect(migrating).rejects.toThrow(/must allow two/)
})

async function findIndex(pool: Pool): Promise<{ oid: number; valid: boolean } | undefined> {
  const { rows } = await pool.query(`
SELECT indexrelid AS oid, indisvalid AS valid
FROM pg_index
WHERE indexrelid = to_regclass('shop.customer_name_idx')`)
  return rows[0]
}

/** A transaction that has written to the table: a build waits for it to end. */
async function holdUpBuilds({ connect }: TestDatabase): Promise<() => Promise<void>> {
  const writer = await connect()
  await writer.query('BEGIN')
  await writer.query("UPDATE shop.customer SET name = 'Bea'")
  return () => writer.end()
}

async function terminateBuild({ pool }: TestDatabase): Promise<boolean> {
  const { rows } = await pool.query(`
SELECT pg_terminate_backend(a.pid, 10000) AS terminated
FROM pg_stat_activity a
JOIN pg_index i ON i.indexrelid = to_regclass('shop.customer_name_idx')
WHERE a.datname = current_database()
  AND a.query LIKE 'CREATE UNIQUE INDEX CONCURRENTLY%'
  AND a.wait_event_type = 'Lock'`)
  return rows[0]?.terminated === true
}

async function isLookingForBuilders({ pool }: TestDatabase): Promise<boolean> {
  const { rowCount } = await pool.query(`
SELECT FROM pg_stat_activity
WHERE datname = current_database()
  AND pid <> pg_backend_pid()
  AND query LIKE '%ShareUpdateExclusiveLock%'`)
  return rowCount === 1
}
