import { afterAll, expect, it } from 'vitest'
import { freshDatabase } from '../../src/index.ts'

const { pool } = await freshDatabase()

it('fails with a database', async () => {
  await pool.query('CREATE TABLE evidence ()')
  expect(1).toBe(2)
})

afterAll(() => {
  throw new Error('A hook that fails does not keep the database from being looked after.')
})
