import { freshDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
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

it('lets two schemas of one database migrate at the same time', async () => {
  const { pool, connect } = await freshDatabase()
  const other = await connect()
  await other.query('BEGIN')
  await other.query("SELECT pg_advisory_xact_lock(hashtextextended('evenkeel.migrations.other', 0))")

  const { applied } = await shopMigrator(shopFiles).migrate(pool, { turnTimeoutMs: 0 })

  expect(applied).toHaveLength(3)
  await other.end()
})
