import { freshDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import type { MigrationPool } from '../../src/migrations/index.ts'
import { shopFiles, shopMigrator } from './fixtures/migration-set.ts'

it.each([2, 10])(
  'applies each file once when %i processes start together, each with one connection',
  async (count) => {
    const { url, pool } = await freshDatabase()
    const pools = Array.from({ length: count }, () => new Pool({ connectionString: url, max: 1 }))
    onTestFinished(async () => {
      await Promise.all(pools.map((own) => own.end()))
    })

    const results = await Promise.all(pools.map((own) => shopMigrator(shopFiles).migrate(own)))

    const applied = results.flatMap((result) => result.applied.map(({ id }) => id))
    expect(applied.sort()).toEqual([1, 2, 3])
    expect(await shopMigrator(shopFiles).check(pool)).toMatchObject({ state: 'current' })
  },
)

// After a first attempt the session has in its cache all that the second one asks for, and hears nothing of what
// others commit meanwhile: it still believes that there is no history. Only the catalog itself knows better.
it('sees what another process did between its first look and its turn', async () => {
  const { url, pool, connect } = await freshDatabase()
  const alone = new Pool({ connectionString: url, max: 1 })
  onTestFinished(() => alone.end())
  const runner = await connect()
  await runner.query('BEGIN')
  await runner.query("SELECT pg_advisory_xact_lock(hashtextextended('evenkeel.migrations.shop', 0))")
  let attempts = 0
  const overtaken = beforeEachStatement(alone, async (sql) => {
    if (!sql.includes('pg_try_advisory_xact_lock')) return
    attempts += 1
    if (attempts !== 2) return
    await runner.end()
    await shopMigrator(shopFiles).migrate(pool)
  })

  const { applied } = await shopMigrator(shopFiles).migrate(overtaken)

  expect(attempts).toBe(2)
  expect(applied).toEqual([])
})

it('lets two schemas of one database migrate at the same time', async () => {
  const { pool, connect } = await freshDatabase()
  const other = await connect()
  await other.query('BEGIN')
  await other.query("SELECT pg_advisory_xact_lock(hashtextextended('evenkeel.migrations.other', 0))")

  const { applied } = await shopMigrator(shopFiles).migrate(pool, { turnTimeoutMs: 0 })

  expect(applied).toHaveLength(3)
  await other.end()
})

function beforeEachStatement(pool: Pool, act: (sql: string) => Promise<void>): MigrationPool {
  return {
    async connect() {
      const client = await pool.connect()
      return {
        async query(sql) {
          await act(sql)
          return client.query(sql)
        },
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
        release: (error) => client.release(error),
      }
    },
  }
}
