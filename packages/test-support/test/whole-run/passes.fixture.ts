import { expect, it } from 'vitest'
import { freshDatabase } from '../../src/index.ts'

const { pool } = await freshDatabase()

it('passes with a database', async () => {
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})
