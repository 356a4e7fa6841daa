import { useDatabase } from '@evenkeel/test-support'
import { type ClientConfig, Pool, type PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Book, createLedger, type PostJournal } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

const { url, pool: observer } = await useDatabase(ledgerSchema)

const opened: Pool[] = []
afterAll(() => Promise.all(opened.map((each) => each.end())))

/** A pool of one, so that what is said of its connection is said of all. */
function poolOfOne(settings: ClientConfig & { pipeline?: boolean } = {}): Pool {
  const pool = new Pool({ connectionString: url, max: 1, ...settings })
  opened.push(pool)
  return pool
}

beforeAll(async () => {
  await openWith(createLedger({ pool: observer }).book('flights'), { alice: zar('100.00'), bob: zar('0.00') })
  return async () => assertInvariants(await postgresContents(fromPg(observer), 'flights'))
})

const paying = (key: string): PostJournal => ({
  ...{ key, kind: 'payment' },
  entries: transfer('alice', 'bob', zar('1.00')),
})

describe('statements in one flight', () => {
  it('are not run after one that failed, the COMMIT at their end included', async () => {
    const client = await poolOfOne().connect()
    const connection = fromPg(client, { prepare: true })
    const statements = ['BEGIN', "INSERT INTO ledger.book (code) VALUES ('lost')", 'SELECT 1 / 0', 'COMMIT']

    const sent = connection.flight?.(statements.map((text) => ({ text, values: [] })))

    await expect(sent).rejects.toMatchObject({ code: '22012' })
    await client.query('ROLLBACK')
    const { rows } = await client.query("SELECT code FROM ledger.book WHERE code = 'lost'")
    expect(rows).toEqual([])
    client.release()
  })

  it('take one journey for a post between accounts that are remembered', async () => {
    const pool = poolOfOne()
    const book = createLedger({ pool }).book('flights')
    await book.post(paying('remembered'))
    const journeys = await countJourneys(pool)

    await book.post(paying('one'))

    expect(journeys()).toBe(1)
  })

  it('take two journeys for a post in a book that is known', async () => {
    const pool = poolOfOne()
    const book = createLedger({ pool, rememberedAccounts: 0 }).book('flights')
    await book.post(paying('known'))
    const journeys = await countJourneys(pool)

    await book.post(paying('two'))

    expect(journeys()).toBe(2)
  })

  it('are prepared anew when somebody has deallocated them', async () => {
    const pool = poolOfOne()
    const book = createLedger({ pool }).book('flights')
    await book.post(paying('before'))
    await pool.query('DEALLOCATE ALL')

    const { replayed } = await book.post(paying('after'))

    expect(replayed).toBe(false)
  })

  it('leave no prepared statement behind when they are told not to', async () => {
    const pool = poolOfOne()
    const book = createLedger({ pool, prepare: false }).book('flights')

    await book.post(paying('unprepared'))

    expect((await pool.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([])
  })

  it('leave no setting behind', async () => {
    const pool = poolOfOne()
    const settings = `
SELECT current_setting('lock_timeout') AS patience, current_setting('enable_seqscan') AS scans`
    const before = (await pool.query(settings)).rows

    await createLedger({ pool }).book('flights').post(paying('settings'))

    expect((await pool.query(settings)).rows).toEqual(before)
  })

  it('go one by one where the client has a pipeline of its own', async () => {
    const pool = poolOfOne({ pipeline: true })
    const book = createLedger({ pool }).book('flights')

    const first = await book.post(paying('pipeline'))

    expect(await book.post(paying('pipeline'))).toEqual({ ...first, replayed: true })
  })
})

describe('a question that looks rows up', () => {
  const now = new Date()
  const questions: Record<string, (book: Book) => Promise<unknown>> = {
    'a balance': ({ accounts }) => accounts.balance('alice'),
    'a balance as of a version': ({ accounts }) => accounts.balance('alice', { version: 1 }),
    'a balance as of a recorded time': ({ accounts }) => accounts.balance('alice', { recordedAt: now }),
    'a balance as of a business time': ({ accounts }) => accounts.balance('alice', { effectiveAt: now }),
  }

  it.each(Object.entries(questions))('takes one journey: %s', async (_, ask) => {
    const pool = poolOfOne()
    const journeys = await countJourneys(pool)

    await ask(createLedger({ pool }).book('flights'))

    expect(journeys()).toBe(1)
  })

  it('is prepared, and keeps its plan', async () => {
    const pool = poolOfOne()
    const book = createLedger({ pool }).book('flights')

    for (let n = 0; n < 3; n++) await book.accounts.balance('alice')

    const { rows } = await pool.query(
      "SELECT generic_plans::integer FROM pg_prepared_statements WHERE statement LIKE '%ledger.account%'",
    )
    expect(rows).toEqual([{ generic_plans: 3 }])
  })

  it('is answered when somebody has deallocated it, and prepared anew', async () => {
    const pool = poolOfOne()
    const { accounts } = createLedger({ pool }).book('flights')
    const before = await accounts.balance('alice')
    await pool.query('DEALLOCATE ALL')

    const after = [await accounts.balance('alice'), await accounts.balance('alice')]

    expect(after).toEqual([before, before])
    expect((await pool.query('SELECT name FROM pg_prepared_statements')).rows).not.toEqual([])
  })

  it('leaves no prepared statement behind when it is told not to, nor in the transaction of a host', async () => {
    const pool = poolOfOne()
    await createLedger({ pool, prepare: false }).book('flights').accounts.balance('alice')
    const client = await pool.connect()
    await client.query('BEGIN')

    await createLedger({ pool: observer }).using(fromPg(client)).book('flights').accounts.balance('alice')

    expect((await client.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([])
    expect((await client.query('SHOW enable_seqscan')).rows).toEqual([{ enable_seqscan: 'on' }])
    await client.query('COMMIT')
    client.release()
  })

  it('leaves no setting behind', async () => {
    const pool = poolOfOne()
    const settings = `
SELECT name, setting
FROM pg_settings
WHERE name LIKE 'enable_%' OR name = 'plan_cache_mode'
ORDER BY name`
    const before = (await pool.query(settings)).rows

    await createLedger({ pool }).book('flights').accounts.balance('alice')

    expect((await pool.query(settings)).rows).toEqual(before)
  })

  it('is asked as it is where the client has a pipeline of its own', async () => {
    const { accounts } = createLedger({ pool: poolOfOne({ pipeline: true }) }).book('flights')

    const found = await accounts.balance('alice')

    expect(found).toEqual(await createLedger({ pool: observer }).book('flights').accounts.balance('alice'))
  })
})

/** How often something was sent on the one connection of a pool. */
async function countJourneys(pool: Pool): Promise<() => number> {
  const client: PoolClient = await pool.connect()
  const query = client.query.bind(client) as (...sent: unknown[]) => unknown // All of its overloads at once.
  let journeys = 0
  Object.assign(client, {
    query: (...sent: unknown[]) => {
      journeys += 1
      return query(...sent)
    },
  })
  client.release()
  return () => journeys
}
