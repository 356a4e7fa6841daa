import { Client } from 'pg'
import { expect, it } from 'vitest'
import { type DatabaseSchema, freshDatabase, useDatabase } from '../src/index.ts'

const schema: DatabaseSchema = {
  name: 'use-database',
  fingerprint: '1',
  prepare: async (url) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query('CREATE TABLE boat (name text)')
    await client.end()
  },
}
const database = await useDatabase(schema)

it('holds the schema it was asked for', async () => {
  await database.pool.query("INSERT INTO boat VALUES ('Evenkeel')")
  const { rows } = await database.pool.query('SELECT name FROM boat')

  expect(rows).toEqual([{ name: 'Evenkeel' }])
})
it('x', async () => {
  await freshDatabase()
})
