import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { race, samples, useDatabase } from '@evenkeel/test-support'
import { fc, test as property } from '@fast-check/vitest'
import { Kysely, PostgresDialect } from 'kysely'
import { expect, it } from 'vitest'
import { countRequest } from '../../src/database/request-counts.ts'
import type { Tables } from '../../src/database/tables.ts'
import { limitFor, limitPolicies, type RouteLimit } from '../../src/plugins/rate-limit-policy.ts'
import { noDatabase, type OpenApp, openApp } from '../support/open-app.ts'
import { believing, person } from '../support/people.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const database = await useDatabase(walletSchema)
const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) })

const people = {
  standard: person({ userId: '00000000-0000-4000-8000-000000000001' }),
  premium: person({ userId: '00000000-0000-4000-8000-000000000002', tier: 'premium' }),
  support: person({ userId: '00000000-0000-4000-8000-000000000003', roles: ['user', 'support'] }),
}

/** One instance of the service, with a route for each limit. */
async function instance(url: string = database.url): Promise<OpenApp> {
  const environment = { DATABASE_URL: url, EVENKEEL_TRUSTED_PROXIES: '127.0.0.1' }
  const open = await openApp(environment, { identify: believing(people) })
  const route = (path: string, limit?: RouteLimit): unknown =>
    open.app.get(path, { config: { access: 'public', ...(limit !== undefined && { limit }) } }, () => 'done')
  route('/anything')
  route('/login', 'login')
  route('/payments', 'payments')
  route('/search', 'search')
  route('/hook', 'webhooks')
  route('/events', { name: 'events', requests: 3, windowMs: 3_600_000, uncounted: 'allow' })
  await open.app.ready()
  return open
}

let lastAddress = 0

/** Nobody has asked from there before. */
function newAddress(): string {
  lastAddress += 1
  return `192.0.2.${lastAddress}`
}

async function ask(
  { app }: OpenApp,
  url: string,
  { from, as }: { from?: string; as?: keyof typeof people } = {},
): Promise<{ status: number; code?: string; headers: Record<string, unknown> }> {
  const headers = {
    ...(from !== undefined && { 'x-forwarded-for': from }),
    ...(as !== undefined && { 'x-person': as }),
  }
  const answer = await app.inject({ url, headers })
  const code = answer.statusCode === 200 ? undefined : answer.json().code
  return { status: answer.statusCode, code, headers: answer.headers }
}

it.for([
  ['/login', 5],
  ['/payments', 30],
  ['/search', 30],
  ['/anything', 30],
  ['/events', 3],
] as const)(
  'takes of %s exactly %i from one address, counted by two instances together',
  async ([url, limit]) => {
    const [one, other] = [await instance(), await instance()]
    const from = newAddress()

    const { values } = await race(2 * limit, (i) => ask(i % 2 === 0 ? one : other, url, { from }))

    expect(values.filter(({ status }) => status === 200)).toHaveLength(limit)
    expect(values.filter(({ code }) => code === 'rate_limited')).toHaveLength(limit)
  },
)

it.for([
  ['standard', 100],
  ['premium', 200],
] as const)('takes of a %s user exactly %i, from wherever they ask', async ([as, limit]) => {
  const service = await instance()

  const { values } = await race(limit + 5, () => ask(service, '/anything', { as, from: newAddress() }))

  expect(values.filter(({ status }) => status === 200)).toHaveLength(limit)
})

it('does not limit staff, health or the description of the API', async () => {
  const service = await instance()

  const staff = await race(210, () => ask(service, '/anything', { as: 'support' }))
  const probes = await race(40, () => ask(service, '/livez', { from: '192.0.2.250' }))

  expect(staff.values.every(({ status, headers }) => status === 200 && !('ratelimit' in headers))).toBe(true)
  expect(probes.values.every(({ status }) => status === 200)).toBe(true)
})

it('says how much is left and, once nothing is, when to come back', async () => {
  const service = await instance()
  const from = newAddress()

  const first = await ask(service, '/login', { from })
  for (let i = 0; i < 4; i += 1) await ask(service, '/login', { from })
  const refused = await ask(service, '/login', { from })

  expect(first.headers).toMatchObject({
    'ratelimit-policy': '"login";q=5;w=60',
    ratelimit: expect.stringMatching(/^"login";r=4;t=(60|59)$/),
  })
  expect(refused).toMatchObject({ status: 429, code: 'rate_limited' })
  expect(refused.headers['ratelimit']).toMatch(/^"login";r=0;t=\d+$/)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(refused.headers['x-ratelimit-limit']).toBeUndefined()
})

it('counts what one customer of a provider has as one address, however it is written', async () => {
  const service = await instance()
  const addresses = [
    '2001:db8::1',
    '2001:DB8:0:0::2',
    '2001:db8:0:0:ffff::',
    '::ffff:192.0.2.201',
    '192.0.2.201',
  ]

  for (const from of addresses) await ask(service, '/search', { from })
  const { rows } = await database.pool.query(
    `SELECT key, cardinality(taken_at) AS requests
     FROM wallet.request_count
     WHERE key IN ('search:2001:db8::', 'search:192.0.2.201')
     ORDER BY key`,
  )

  expect(rows).toEqual([
    { key: 'search:192.0.2.201', requests: 2 },
    { key: 'search:2001:db8::', requests: 3 },
  ])
})

it('asks the database nothing about a caller who was refused, until it would let them in', async () => {
  const service = await instance()
  const from = newAddress()
  const refusedAt = async (): Promise<unknown> => {
    const { rows } = await database.pool.query(
      'SELECT refused_at::text FROM wallet.request_count WHERE key = $1',
      [`login:${from}`],
    )
    return rows[0].refused_at
  }

  for (let i = 0; i < 6; i += 1) await ask(service, '/login', { from })
  const before = await refusedAt()
  const { values } = await race(50, () => ask(service, '/login', { from }))

  expect(values.every(({ status }) => status === 429)).toBe(true)
  expect(before).not.toBeNull()
  expect(await refusedAt()).toBe(before)
})

it('lets whoever was refused in again as soon as the oldest of their requests stops counting', async () => {
  const [service, other] = [await instance(), await instance()]
  const from = newAddress()
  for (let i = 0; i < 6; i += 1) await ask(service, '/login', { from })

  await letPass(60, `login:${from}`)

  expect(await ask(other, '/login', { from })).toMatchObject({
    status: 200,
    headers: { ratelimit: expect.stringMatching(/^"login";r=4;/) },
  })
})

const pauses = fc.array(fc.constantFrom(0, 0, 0, 1, 7, 29, 31, 59, 60), { minLength: 8, maxLength: 24 })

property.prop([pauses], { numRuns: samples({ quick: 40, long: 500 }) })(
  'takes as many as the limit within every window, wherever it begins, and never one more',
  async (pausesSeconds) => {
    const [key, limit, windowSeconds] = [`edge:${randomUUID()}`, 5, 60]
    const taken: number[] = []
    let now = 0

    for (const pause of pausesSeconds) {
      now += pause
      await letPass(pause, key)
      const { isRefused } = await countRequest(db, { key, limit, windowMs: windowSeconds * 1_000 })
      const lately = taken.filter((at) => at > now - windowSeconds).length
      expect(isRefused).toBe(lately >= limit)
      if (!isRefused) taken.push(now)
    }
  },
)

/** As if everything that was counted under the key had been earlier. */
async function letPass(seconds: number, key: string): Promise<void> {
  await database.pool.query(
    `UPDATE wallet.request_count
     SET taken_at = ARRAY(SELECT taken - $2 * interval '1 second' FROM unnest(taken_at) AS taken)
     WHERE key = $1`,
    [key, seconds],
  )
}

it('lets nobody guess or pay uncounted, and goes on with everything else', async () => {
  const service = await instance(noDatabase)

  const answers = await Promise.all(
    ['/login', '/payments', '/search', '/anything', '/hook'].map((url) => ask(service, url)),
  )

  expect(answers.map(({ status, code }) => [status, code])).toEqual([
    [503, 'limit_unavailable'],
    [503, 'limit_unavailable'],
    [200, undefined],
    [200, undefined],
    [200, undefined],
  ])
  expect(answers[0]?.headers['retry-after']).toBe('5')
  expect(await service.metrics.read()).toContain('evenkeel_uncounted_requests_total{policy="login"} 1')
})

property.prop([
  fc.constantFrom<RouteLimit | undefined>('login', 'payments', 'search', 'webhooks', undefined),
  fc.option(fc.constantFrom(...Object.values(people)), { nil: null }),
])('gives every request that is not of staff a policy with an end', (route, caller) => {
  const policy = limitFor(route, caller)

  if (caller === people.support) expect(policy).toBeUndefined()
  else expect(policy?.requests).toBeGreaterThan(0)
})

it('has the limits that the runbook says', () => {
  const page = readFileSync(new URL('../../../../docs/operating/runbook.md', import.meta.url), 'utf8')

  const rows = [...page.matchAll(/^\| `([a-z]+)` \| ([\d,]+) \| \w+ \| (refused|let through)/gm)]
  const told = rows.map(([, name, count = '', end]) => [name, Number(count.replace(',', '')), 60_000, end])

  expect(told).toEqual(
    Object.values(limitPolicies).map(({ name, requests, windowMs, uncounted }) => [
      name,
      requests,
      windowMs,
      uncounted === 'refuse' ? 'refused' : 'let through',
    ]),
  )
})
