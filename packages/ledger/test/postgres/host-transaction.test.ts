import { useDatabase } from '@evenkeel/test-support'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolClient } from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Book, createLedger } from '../../src/index.ts'
import { fromKysely } from '../../src/kysely/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

interface Shop {
  readonly orders: { readonly name: string }
}

// One connection, and no patience: whatever asked for a second one would fail at once.
const { url, pool: observer } = await useDatabase(ledgerSchema)
const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 200 })
const db = new Kysely<Shop>({ dialect: new PostgresDialect({ pool }) })
afterAll(() => db.destroy())
await observer.query('CREATE TABLE orders (name text)')

const ledger = createLedger({ pool })
let outside: Book
let name: string
let round = 0

beforeEach(async () => {
  round += 1
  name = `host-${round}`
  outside = createLedger({ pool: observer }).book(name)
  await openWith(outside, { alice: zar('5.00'), bob: zar('0.00') })
  await observer.query('DELETE FROM orders')
})

afterEach(async () => {
  assertInvariants(await postgresContents(fromPg(observer), name))
})

const paying = (key: string, amount = '1.00') => ({
  ...{ key, kind: 'payment' },
  entries: transfer('alice', 'bob', zar(amount)),
})

describe("in the host's kysely transaction a journal", () => {
  it("is there when the host commits, beside the host's own row", async () => {
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('orders').values({ name: 'Socks' }).execute()
      await ledger.using(fromKysely(trx)).book(name).post(paying('p'))
      expect(await bobHas()).toBe('0.00')
    })

    expect([await bobHas(), await orders()]).toEqual(['1.00', ['Socks']])
  })

  it('is gone with its key when the host aborts', async () => {
    const aborted = db.transaction().execute(async (trx) => {
      await trx.insertInto('orders').values({ name: 'Socks' }).execute()
      await ledger.using(fromKysely(trx)).book(name).post(paying('p'))
      throw new Error('Out of socks')
    })

    await expect(aborted).rejects.toThrow('Out of socks')
    expect([await bobHas(), await orders()]).toEqual(['0.00', []])
    expect((await outside.post(paying('p'))).replayed).toBe(false)
  })

  it('may be rejected, and the host goes on; the rejection is remembered with what the host commits', async () => {
    const code = await db.transaction().execute(async (trx) => {
      const rejected = await codeOf(ledger.using(fromKysely(trx)).book(name).post(paying('p', '5.01')))
      await trx.insertInto('orders').values({ name: 'Socks, unpaid' }).execute()
      return rejected
    })

    expect([code, await orders()]).toEqual(['insufficient_funds', ['Socks, unpaid']])
    await expect(outside.post(paying('p', '5.01'))).rejects.toMatchObject({ replayed: true })
  })

  it('may name what is not there or be malformed, and the host goes on with the key free again', async () => {
    await db.transaction().execute(async (trx) => {
      const book = ledger.using(fromKysely(trx)).book(name)
      const unknown = transfer('alice', 'nobody', zar('1.00'))
      expect(await codeOf(book.post({ ...paying('p'), entries: unknown }))).toBe('account_not_found')
      expect(await codeOf(book.post({ ...paying('p'), entries: [] }))).toBe('invalid_input')
      await book.post(paying('p'))
    })

    expect(await bobHas()).toBe('1.00')
  })

  it('is seen at once by whoever reads through the same transaction', async () => {
    await db.transaction().execute(async (trx) => {
      const book = ledger.using(fromKysely(trx)).book(name)
      const { journal } = await book.post(paying('p'))

      expect(await book.journal(journal.id)).toEqual(journal)
      expect((await book.accounts.get('bob')).balance.posted).toEqual(zar('1.00'))
    })
  })
})

describe("on the host's pg client", () => {
  let client: PoolClient
  beforeEach(async () => {
    client = await pool.connect()
    await client.query('BEGIN')
    return () => client.release()
  })

  it('everything a ledger does can be done, on that one connection', async () => {
    const book = ledger.using(fromPg(client)).book(name)

    await book.accounts.open({ code: 'carol', type: 'liability', currency: 'ZAR' })
    const { hold } = await book.holds.place({
      key: 'h',
      account: 'alice',
      amount: zar('3.00'),
      expiresIn: '1h',
    })
    await book.holds.capture({ key: 'c', hold: hold.id, to: [['carol', zar('1.00')]] })
    await book.holds.void({ key: 'v', hold: hold.id })
    const { journal } = await book.post(paying('p'))
    await book.reverse({ key: 'r', journal: journal.id })
    await client.query('COMMIT')

    expect((await outside.accounts.get('alice')).balance.posted).toEqual(zar('4.00'))
  })

  it('calls that the host did not await run one after the other', async () => {
    const book = ledger.using(fromPg(client)).book(name)

    const posted = await Promise.all(['p1', 'p2', 'p3'].map((key) => book.post(paying(key))))
    await client.query('COMMIT')

    expect(posted.map(({ balances }) => balances[0]?.version)).toEqual([2, 3, 4])
  })

  it('a dry run leaves nothing behind, not even a savepoint', async () => {
    const book = ledger.using(fromPg(client)).book(name)

    const { balances } = await book.post(paying('p'), { dryRun: true })
    await expect(client.query('RELEASE SAVEPOINT evenkeel_dry_run')).rejects.toThrow('does not exist')
    await client.query('ROLLBACK')

    expect(balances[1]?.posted).toEqual(zar('1.00'))
    expect(await bobHas()).toBe('0.00')
  })

  it('a dry run that fails leaves the host where it was', async () => {
    const other = await observer.connect()
    await other.query('BEGIN')
    await other.query('SELECT FROM ledger.account FOR UPDATE')
    await client.query("SET LOCAL lock_timeout = '20ms'")
    const book = ledger.using(fromPg(client)).book(name)

    const code = await codeOf(book.post(paying('p'), { dryRun: true }))
    await other.query('ROLLBACK')
    other.release()
    await client.query("INSERT INTO orders VALUES ('Socks')")
    await client.query('COMMIT')

    expect([code, await orders()]).toEqual(['lock_timeout', ['Socks']])
  })

  it('a serialization failure is said to be one, with nothing written', async () => {
    await client.query('ROLLBACK; BEGIN ISOLATION LEVEL SERIALIZABLE')
    await client.query('SELECT FROM ledger.account LIMIT 1')
    await outside.post(paying('first'))

    const failed = ledger.using(fromPg(client)).book(name).post(paying('second'))

    await expect(failed).rejects.toMatchObject({ code: 'serialization_failure', outcome: 'not_written' })
    await client.query('ROLLBACK')
  })

  it('of two hosts that post twice in opposite orders one is told to try again', async () => {
    const [here, there] = [client, await observer.connect()]
    await there.query('BEGIN')
    for (const host of [here, there]) await host.query("SET LOCAL deadlock_timeout = '10ms'")
    const [mine, theirs] = [here, there].map((host) => createLedger({ pool }).using(fromPg(host)).book(name))
    const alone = (key: string, account: string) => ({ key, account, amount: zar('0.01') })
    await outside.post(paying('funds', '1.00'))

    await mine?.holds.place(alone('1', 'alice'))
    await theirs?.holds.place(alone('2', 'bob'))
    const crossing = Promise.allSettled([
      mine?.holds.place(alone('3', 'bob')),
      theirs?.holds.place(alone('4', 'alice')),
    ])

    const lost = (await crossing).filter((outcome) => outcome.status === 'rejected')
    expect(lost).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: 'serialization_failure' }) }),
    ])
    for (const host of [here, there]) await host.query('ROLLBACK')
    there.release()
  })
})

async function bobHas(): Promise<string> {
  const { posted } = (await outside.accounts.get('bob')).balance
  return (Number(posted.amount) / 100).toFixed(2)
}

async function orders(): Promise<string[]> {
  const { rows } = await observer.query<{ name: string }>('SELECT name FROM orders')
  return rows.map((row) => row.name)
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'accepted',
    (error: { code?: unknown }) => error.code,
  )
}
