import { freshDatabase, type TestDatabase } from '@evenkeel/test-support'
import type { PoolClient } from 'pg'
import { afterAll, expect, it } from 'vitest'
import { dumpSchema } from '../../scripts/schema-dump/dump-schema.ts'
import type { MigrationClient } from '../../src/migrations/index.ts'
import { museum, renovations, unknownThings } from './fixtures/museum.ts'

const { pool, name } = await freshDatabase()
const reader = `${name}_reader`
await pool.query(`CREATE ROLE ${reader}`)
await build(pool)
const dump = await dumpSchema(pool, 'museum')

afterAll(async () => {
  await pool.query(`DROP OWNED BY ${reader}`)
  await pool.query(`DROP ROLE ${reader}`)
})

it('gives the same text for the same schema, built twice or read twice', async () => {
  const twin = await freshDatabase()
  await build(twin.pool)

  const [again, ofTwin] = [await dumpSchema(pool, 'museum'), await dumpSchema(twin.pool, 'museum')]
  await twin.pool.query(`DROP OWNED BY ${reader}`)

  expect(again).toBe(dump)
  expect(ofTwin).toBe(dump)
})

it('is SQL that builds the schema again', async () => {
  const copy = await freshDatabase()

  await copy.pool.query(dump)

  const ofCopy = await dumpSchema(copy.pool, 'museum')
  await copy.pool.query(`DROP OWNED BY ${reader}`)
  expect(ofCopy).toBe(dump)
})

it.each(renovations)('shows %s', async (change) => {
  const changed = await dumpAfter(change)

  expect(changed).not.toBe(dump)
})

it.each(unknownThings)('refuses to leave out %s', async (addition) => {
  await expect(dumpAfter(addition)).rejects.toThrow(/cannot show: /)
})

it('is not disturbed by what lies in other schemas', async () => {
  const changed = await dumpAfter(`
CREATE SCHEMA annex;
CREATE TABLE annex.room (id integer PRIMARY KEY);
COMMENT ON TABLE annex.room IS 'Elsewhere';
CREATE AGGREGATE annex.total (bigint) (SFUNC = int8pl, STYPE = bigint)`)

  expect(changed).toBe(dump)
})

/**
 * The dump as it is after a change, which is rolled back: the dump reads inside the transaction that changed
 * it.
 */
async function dumpAfter(change: string): Promise<string> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(change.replaceAll('{reader}', reader))
    return await dumpSchema({ connect: async () => sameTransaction(client) }, 'museum')
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

function sameTransaction(client: PoolClient): MigrationClient {
  return {
    query: (sql: string) => client.query(/^(BEGIN|ROLLBACK)/.test(sql) ? 'SELECT 1' : sql),
    on: () => undefined,
    off: () => undefined,
    release: () => undefined,
  }
}

async function build(database: TestDatabase['pool']): Promise<void> {
  await database.query(museum.replaceAll('{reader}', reader))
}
