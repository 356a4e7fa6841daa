import { Client, type ClientConfig } from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseSchema, faultProxy, useDatabase, waitFor } from '../src/index.ts'

const schema: DatabaseSchema = {
  name: 'fault-proxy',
  fingerprint: '1',
  prepare: async (url) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query('CREATE TABLE boat (name text PRIMARY KEY)')
    await client.end()
  },
}
const database = await useDatabase(schema)
const target = new URL(database.url)
const proxy = await faultProxy({ host: target.hostname, port: Number(target.port || 5432) })
const clients: Client[] = []

let client: Client

beforeEach(async () => {
  client = await connectThroughProxy()
})

afterEach(async () => {
  proxy.restore()
  proxy.dropConnections()
  await Promise.allSettled(clients.splice(0).map((open) => open.end()))
  await database.pool.query('TRUNCATE boat')
})

afterAll(() => proxy.close())

async function connectThroughProxy(settings: ClientConfig = {}): Promise<Client> {
  const opened = new Client({ connectionString: proxy.urlFor(database.url), ...settings })
  opened.on('error', () => undefined)
  clients.push(opened)
  await opened.connect()
  return opened
}

async function boats(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>('SELECT name FROM boat ORDER BY name')
  return rows.map(({ name }) => name)
}

it('leaves the row there when the reply to COMMIT is lost', async () => {
  await client.query('BEGIN')
  await client.query("INSERT INTO boat VALUES ('Argo')")
  proxy.loseReplyTo('COMMIT')

  await expect(client.query('COMMIT')).rejects.toThrow()

  await waitFor(async () => (await boats()).includes('Argo'))
})

it('lets the server finish when its reply begins before the COMMIT', async () => {
  proxy.loseReplyTo('COMMIT')

  // A reply too large for the server's buffer leaves at once, while the rest of the statements is still to be done.
  const answer = client.query(`
    BEGIN;
    INSERT INTO boat VALUES ('Bounty');
    SELECT repeat('x', 1000000);
    SELECT pg_sleep(0.1);
    COMMIT`)
  await expect(answer).rejects.toThrow()

  await waitFor(async () => (await boats()).includes('Bounty'))
})

it('leaves the row there when replies are swallowed and the client gives up', async () => {
  proxy.swallowReplies()
  const answer = client.query("INSERT INTO boat VALUES ('Beagle')")
  const lost = expect(answer).rejects.toThrow()

  await waitFor(async () => (await boats()).includes('Beagle'))
  proxy.dropConnections()

  await lost
})

it('lets a COMMIT arrive long after its client is gone', async () => {
  await client.query('BEGIN')
  await client.query("INSERT INTO boat VALUES ('Calypso')")
  const bytesBefore = proxy.bytesToServer
  proxy.holdRequests()
  const lost = expect(client.query('COMMIT')).rejects.toThrow()
  await waitFor(() => proxy.bytesToServer > bytesBefore)

  proxy.dropClients()
  await lost
  expect(await boats()).toEqual([])
  proxy.deliverHeld()

  await waitFor(async () => (await boats()).includes('Calypso'))
})

it('rolls the transaction back when the connection drops before COMMIT', async () => {
  await client.query('BEGIN')
  await client.query("INSERT INTO boat VALUES ('Discovery')")

  proxy.dropConnections()

  await expect(client.query('COMMIT')).rejects.toThrow()
  // Waits for the lost transaction, and would fail on the duplicate had it been committed.
  await database.pool.query("INSERT INTO boat VALUES ('Discovery')")
})

it('breaks a statement that is cut in the middle, and nothing is written', async () => {
  proxy.cutAfter(20, 'to-server')

  await expect(client.query("INSERT INTO boat VALUES ('Endeavour')")).rejects.toThrow()

  expect(await boats()).toEqual([])
})

it('breaks the client when the reply is cut, and the row is there', async () => {
  proxy.cutAfter(3, 'to-client')

  await expect(client.query("INSERT INTO boat VALUES ('Fram')")).rejects.toThrow()

  expect(await boats()).toEqual(['Fram'])
})

it('slows statements down without harm', async () => {
  proxy.delay(15)

  await client.query("INSERT INTO boat VALUES ('Gjoa')")

  expect(await boats()).toEqual(['Gjoa'])
})

it('refuses a new session and serves the open one', async () => {
  proxy.refuseConnections()

  await expect(connectThroughProxy()).rejects.toThrow()

  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

describe('a COMMIT that is sent together with what comes before it', () => {
  const sendAll = (): Promise<unknown> =>
    Promise.all(
      ['BEGIN', "INSERT INTO boat VALUES ('Dunbrody')", 'COMMIT'].map((sql) => pipelined.query(sql)),
    )
  let pipelined: Client

  beforeEach(async () => {
    pipelined = await connectThroughProxy({ pipeline: true })
  })

  it('lands, and nobody hears of it', async () => {
    proxy.decideCommits(() => 'lands')

    await expect(sendAll()).rejects.toThrow()

    expect(await boats()).toEqual(['Dunbrody'])
  })

  it('never arrives, though the statements before it do', async () => {
    const bytesBefore = proxy.bytesToServer
    proxy.decideCommits(() => 'never-arrives')

    await expect(sendAll()).rejects.toThrow()

    expect(proxy.bytesToServer).toBeGreaterThan(bytesBefore)
    await waitFor(async () => (await idleInTransaction()) === 0)
    expect(await boats()).toEqual([])
  })

  it('arrives late, when its client is gone', async () => {
    proxy.decideCommits(() => 'arrives-late')

    await expect(sendAll()).rejects.toThrow()
    await waitFor(async () => proxy.holding === 1 && (await idleInTransaction()) === 1)
    expect(await boats()).toEqual([])
    proxy.deliverHeld()

    await waitFor(async () => (await boats()).includes('Dunbrody'))
  })
})

async function idleInTransaction(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(`
    SELECT count(*)::integer AS count
    FROM pg_stat_activity
    WHERE datname = current_database()
      AND state = 'idle in transaction'`)
  return rows[0]?.count ?? 0
}
