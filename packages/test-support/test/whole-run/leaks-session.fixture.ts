import { Client } from 'pg'
import { it } from 'vitest'
import { freshDatabase } from '../../src/index.ts'

it('leaves a session on its database', async () => {
  const { url } = await freshDatabase()
  const client = new Client({ connectionString: url, application_name: 'forgotten' })
  await client.connect()
  await client.query('SELECT 1 AS left_open')
})
