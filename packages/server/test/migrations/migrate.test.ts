import { freshDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { migrate, walletMigrator } from '../../src/database/migrate.ts'

it('builds the ledger, then the wallet, each with a history of its own', async () => {
  const { pool } = await freshDatabase()

  const first = await migrate(pool)
  const second = await migrate(pool)

  expect(first.map(({ schema }) => schema)).toEqual(['ledger', 'wallet'])
  expect(second.flatMap(({ applied }) => applied)).toEqual([])
  expect(await walletMigrator.check(pool)).toMatchObject({ schema: 'wallet', state: 'current' })
})

it('has one tenant from the start', async () => {
  const { pool } = await freshDatabase()
  await migrate(pool)

  const { rows } = await pool.query('SELECT id, code, name FROM wallet.tenant')

  expect(rows).toEqual([{ id: 1, code: 'default', name: 'Default' }])
})

it('lets ten processes of the service start on an empty database at once', async () => {
  const { pool } = await freshDatabase()

  const results = await Promise.all(Array.from({ length: 10 }, () => migrate(pool)))

  const applied = results.flat().flatMap((result) => result.applied.map(({ id }) => `${result.schema} ${id}`))
  expect(new Set(applied).size).toBe(applied.length)
  expect(await walletMigrator.check(pool)).toMatchObject({ state: 'current' })
})
