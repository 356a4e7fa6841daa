import { type FaultProxy, faultProxy, freshDatabase, useDatabase } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { noDatabase, openApp } from '../support/open-app.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const database = await useDatabase(walletSchema)

it('is alive without a database', async () => {
  const { app } = await openApp({ DATABASE_URL: noDatabase })

  const answer = await app.inject('/livez')

  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'alive' }])
})

it('is ready when the database answers and fits', async () => {
  const { app } = await openApp({ DATABASE_URL: database.url })

  const answer = await app.inject('/readyz')

  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({ status: 'ready', checks: { database: 'ok', migrations: 'ok' } })
})

it('is not ready when the database is gone, and says no more about it than that', async () => {
  const { app, logged } = await openApp({ DATABASE_URL: noDatabase })

  const answer = await app.inject('/readyz')

  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.json()).toMatchObject({
    code: 'not_ready',
    retryable: true,
    errors: [{ code: 'database_unreachable', detail: 'PostgreSQL does not answer.' }],
  })
  expect(answer.body).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/)
  expect(logged()).toContainEqual(expect.objectContaining({ level: 'warn', err: expect.anything() }))
})

it('becomes ready again when the database comes back', async () => {
  const proxy = await databaseProxy()
  const { app } = await openApp({ DATABASE_URL: proxy.urlFor(database.url) })
  const status = async (): Promise<number> => (await app.inject('/readyz')).statusCode

  const before = await status()
  proxy.refuseConnections()
  proxy.dropConnections()
  const during = await status()
  proxy.restore()
  const after = await status()

  expect([before, during, after]).toEqual([200, 503, 200])
})

it('is not ready before the schemas are there', async () => {
  const empty = await freshDatabase()
  const { app } = await openApp({ DATABASE_URL: empty.url })

  const answer = await app.inject('/readyz')

  expect(answer.statusCode).toBe(503)
  expect(answer.json().errors).toEqual([
    { code: 'migrations_pending', detail: 'Schema ledger is older than this version.' },
    { code: 'migrations_pending', detail: 'Schema wallet is older than this version.' },
    { code: 'migrations_pending', detail: 'Schema pgboss is older than this version.' },
  ])
})

it('is not ready on a schema that something else has built', async () => {
  const other = await freshDatabase(walletSchema)
  await other.pool.query("UPDATE wallet.migration SET sha256 = repeat('0', 64)")
  const { app } = await openApp({ DATABASE_URL: other.url })

  const answer = await app.inject('/readyz')

  expect(answer.json().errors).toEqual([
    { code: 'migrations_refused', detail: 'Schema wallet was not built by this version.' },
  ])
})

it('stays ready on a database that a later version has migrated', async () => {
  const newer = await freshDatabase(walletSchema)
  await newer.pool.query(`
    INSERT INTO wallet.migration (id, name, sha256, package_version)
    SELECT max(id) + 1, 'of_tomorrow', repeat('0', 64), '9.0.0'
    FROM wallet.migration`)
  const { app } = await openApp({ DATABASE_URL: newer.url })

  expect((await app.inject('/readyz')).statusCode).toBe(200)
})

it('stays ready while requests hold every connection of the pool', async () => {
  const { app, database: own } = await openApp({
    DATABASE_URL: database.url,
    EVENKEEL_DATABASE_POOL_SIZE: '1',
  })

  const status = await own.db.connection().execute(async () => (await app.inject('/readyz')).statusCode)

  expect(status).toBe(200)
})

it('gives up after a second on a database that hangs, and asks it once for many probes', async () => {
  const proxy = await databaseProxy()
  const { app, database: own } = await openApp({ DATABASE_URL: proxy.urlFor(database.url) })
  proxy.swallowReplies()

  const answers = await Promise.all([1, 2, 3].map(() => app.inject('/readyz')))

  expect(answers.map((answer) => answer.json().errors[0].code)).toEqual(Array(3).fill('database_slow'))
  expect([own.probePool.totalCount, own.probePool.waitingCount]).toEqual([1, 0])
})

it('is not ready once it was told to stop', async () => {
  const { app, readiness } = await openApp({ DATABASE_URL: database.url })

  readiness.startStopping()

  expect((await app.inject('/readyz')).json().errors).toMatchObject([{ code: 'stopping' }])
  expect((await app.inject('/livez')).statusCode).toBe(200)
})

async function databaseProxy(): Promise<FaultProxy> {
  const proxy = await faultProxy({ port: Number(new URL(database.url).port) })
  onTestFinished(() => proxy.close())
  return proxy
}
