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

it('is the same one for the whole file', async () => {
  const again = await useDatabase({ ...schema })

  expect(again).toBe(database)
})

it('is apart from a fresh database of the same schema', async () => {
  const fresh = await freshDatabase(schema)

  const { rows } = await fresh.pool.query('SELECT name FROM boat')

  expect(fresh.name).not.toBe(database.name)
  expect(rows).toEqual([])
})

it('is empty when no schema is asked for', async () => {
  const { pool } = await freshDatabase()

  const { rows } = await pool.query("SELECT FROM information_schema.tables WHERE table_schema = 'public'")

  expect(rows).toEqual([])
})

it('is reached by its pool, by its URL and by a connection of its own', async () => {
  const byUrl = new Client({ connectionString: database.url })
  await byUrl.connect()
  const sessions = [await database.connect(), database.pool, byUrl]

  const names = await Promise.all(
    sessions.map(async (session) => (await session.query('SELECT current_database() AS name')).rows[0]),
  )
  await byUrl.end()

  expect(names).toEqual(sessions.map(() => ({ name: database.name })))
})

it('survives the death of an idle connection of its pool', async () => {
  await database.pool.query('SELECT 1')
  const killer = await database.connect()

  await killer.query(`
    SELECT pg_terminate_backend(pid)
    FROM pg_stat_activity
    WHERE datname = current_database()
      AND pid <> pg_backend_pid()`)

  await expect.poll(() => database.pool.totalCount).toBe(0)
  expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})
