import { it } from 'vitest'
import { freshDatabase } from '../../src/index.ts'

it('takes a client and never gives it back', async () => {
  const { pool } = await freshDatabase()
  await pool.connect()
})
