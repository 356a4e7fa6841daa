import { freshDatabase, type TestDatabase } from '@evenkeel/test-support'
import { type Client, Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import type { MigrationProgress } from '../../src/migrations/index.ts'
import { shopFiles, shopMigrator } from './fixtures/migration-set.ts'

const hasty = { lockTimeoutMs: 300, attempts: 2, pauseMs: 1 }

it('gives up on a lock after its attempts, and names who holds it', async () => {
  const database = await freshDatabase()
  const { blocker, pid } = await blockCustomers(database)
  const heard: MigrationProgress['kind'][] = []

  const migrating = shopMigrator(shopFiles).migrate(database.pool, {
    ...hasty,
    onProgress: ({ kind }) => heard.push(kind),
  })

  await expect(migrating).rejects.toMatchObject({
    family: 'UnavailableError',
    code: 'lock_timeout',
    outcome: 'not_written',
    message: expect.stringMatching(
      new RegExp(`0003_step_3\\.sql .* held by process ${pid} \\(.*idle in transaction`),
    ),
    details: { blockedBy: [{ pid, state: 'idle in transaction' }] },
  })
  expect(heard).toEqual(['retrying'])
  await blocker.end()
})

it('gets the lock on a later attempt when its holder is done', async () => {
  const database = await freshDatabase()
  const { blocker } = await blockCustomers(database)

  const { applied } = await shopMigrator(shopFiles).migrate(database.pool, {
    ...hasty,
    attempts: 100,
    onProgress: ({ kind }) => {
      if (kind === 'retrying') void blocker.end()
    },
  })

  expect(applied).toMatchObject([{ id: 3 }])
})

it('says so when it had no second connection to see who holds the lock', async () => {
  const database = await freshDatabase()
  const { blocker } = await blockCustomers(database)
  const alone = new Pool({ connectionString: database.url, max: 1 })
  onTestFinished(() => alone.end())

  const migrating = shopMigrator(shopFiles).migrate(alone, { ...hasty, attempts: 1 })

  await expect(migrating).rejects.toMatchObject({
    code: 'lock_timeout',
    message: expect.stringContaining('somebody who could not be seen'),
  })
  await blocker.end()
})

it('waits for another runner, and names it when the wait is over', async () => {
  const { pool, connect } = await freshDatabase()
  const runner = await connect()
  await runner.query('BEGIN')
  await runner.query("SELECT pg_advisory_xact_lock(hashtextextended('evenkeel.migrations.shop', 0))")
  const { pid } = (await runner.query('SELECT pg_backend_pid() AS pid')).rows[0]
  const heard: MigrationProgress[] = []

  const migrating = shopMigrator(shopFiles).migrate(pool, {
    turnTimeoutMs: 100,
    onProgress: (progress) => heard.push(progress),
  })

  await expect(migrating).rejects.toMatchObject({
    code: 'lock_timeout',
    message: expect.stringContaining(`process ${pid} (`),
    details: { blockedBy: [{ pid }] },
  })
  expect(heard[0]).toMatchObject({ kind: 'waiting', holders: [{ pid }] })
  await runner.end()
})

/** A session that has read the table which the third file changes, and has not ended its transaction. */
async function blockCustomers({ pool, connect }: TestDatabase): Promise<{ blocker: Client; pid: number }> {
  await shopMigrator(shopFiles.slice(0, 2)).migrate(pool)
  const blocker = await connect()
  await blocker.query('BEGIN')
  const { rows } = await blocker.query('SELECT pg_backend_pid() AS pid, count(*) FROM shop.customer')
  return { blocker, pid: rows[0].pid }
}
