import { startSimulator } from '@evenkeel/revio/simulator'
import { testData, useDatabase } from '@evenkeel/test-support'
import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import { rolePermissions } from '../../src/authorization/role-permissions.ts'
import { type Role, roles } from '../../src/contract/permissions.ts'
import { exampleOf, type Operation, operationsOf, urlOf, type Values } from '../support/api.ts'
import { type OpenApp, openApp } from '../support/open-app.ts'
import { believing, person } from '../support/people.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { url: databaseUrl, pool } = await useDatabase(walletSchema)

const people = Object.fromEntries(
  roles.map((role, index) => [
    role,
    person({ roles: [role], userId: `00000000-0000-4000-8000-00000000000${index}` }),
  ]),
)

for (const [role, { userId }] of Object.entries(people)) {
  await pool.query("INSERT INTO wallet.user (id, tenant_id, mail, name) VALUES ($1, 1, $2, 'A person')", [
    userId,
    `${role}@example.com`,
  ])
}

const simulator = await startSimulator()
afterAll(() => simulator.close())

const service = (): Promise<OpenApp> =>
  openApp(
    {
      DATABASE_URL: databaseUrl,
      EVENKEEL_REVIO_URL: simulator.client.baseUrl,
      EVENKEEL_REVIO_SECRET_KEY: simulator.client.secretKey,
      EVENKEEL_REVIO_BRAND_ID: simulator.client.brandId,
      EVENKEEL_REVIO_MODE: 'test',
    },
    { identify: believing(people) },
  )

async function ask(
  { app }: OpenApp,
  { method, path }: Operation,
  values: Values,
  as?: string,
): Promise<{ status: number; body: string; code: string | undefined }> {
  asked += 1
  // The limits of a person would answer instead.
  if (asked % 20 === 0) await pool.query('DELETE FROM wallet.request_count')
  const answer = await app.inject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).parse(method),
    url: urlOf(path, values),
    ...(values.body !== undefined && { payload: values.body }),
    // An address of its own for each request, so that the limits of the anonymous do not answer instead.
    remoteAddress: `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`,
    headers: { ...values.header, ...(as !== undefined && { 'x-person': as }) },
  })
  const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json')
  return { status: answer.statusCode, body: answer.body, code: isProblem ? answer.json().code : undefined }
}

let asked = 0

/** What the description says about who is let through. */
function isLetThrough(operation: Operation, role: Role | undefined): boolean {
  if (operation.security.length === 0) return true
  if (role === undefined) return false
  const permission = operation['x-permission']
  return permission === undefined || rolePermissions[role].some((held) => held === permission)
}

/** A role that may, of staff where there is one: a request is refused for what is in it alone, not for how many came. */
const roleFor = (operation: Operation): Role =>
  roles.findLast((role) => isLetThrough(operation, role)) ?? 'admin'

it('lets through exactly whom its description names: every operation, every role and nobody', async () => {
  const open = await service()
  const { document, operations } = await operationsOf(open.app)

  const seen: string[] = []
  for (const operation of operations) {
    for (const role of [undefined, ...roles]) {
      const { code } = await ask(open, operation, exampleOf(operation, document), role)
      const expected = isLetThrough(operation, role)
        ? undefined
        : role === undefined
          ? 'not_logged_in'
          : 'not_allowed'
      const found = code === 'not_logged_in' || code === 'not_allowed' ? code : undefined
      if (found !== expected)
        seen.push(`${operation.method} ${operation.path} as ${role}: ${found}, not ${expected}`)
    }
  }

  expect(seen).toEqual([])
  expect(operations.filter(({ security }) => security.length === 1).length).toBeGreaterThan(1)
})

it('does what its examples ask: none is refused as malformed', async () => {
  const open = await service()
  const { document, operations } = await operationsOf(open.app)

  const refused: string[] = []
  for (const operation of operations) {
    const { status, body } = await ask(open, operation, exampleOf(operation, document), roleFor(operation))
    if (status === 400 || status >= 500) refused.push(`${operation.method} ${operation.path}: ${body}`)
  }

  expect(refused).toEqual([])
})

it('takes no body for an empty one, where there is nothing to say, and says so', async () => {
  const open = await service()
  const { document, operations } = await operationsOf(open.app)
  const silent = operations.filter(({ requestBody }) => requestBody?.required === false)

  for (const operation of silent) {
    const values = { ...exampleOf(operation, document), body: undefined }
    const { status, body } = await ask(open, operation, values, roleFor(operation))
    expect([400, 415, 500], `${operation.path}: ${body}`).not.toContain(status)
  }

  const ends = silent.map(({ path }) => path.split('/').at(-1))
  expect(ends.sort()).toEqual(['approve', 'cancel', 'release', 'run'])
})

it('refuses what it does not know, in the query and in the body of every versioned operation', async () => {
  const open = await service()
  const { document, operations } = await operationsOf(open.app)
  const versioned = operations.filter(({ path }) => /^\/v\d/.test(path))
  const foreign = ['role', 'is_admin', 'user_id', 'tenant_id', 'balance', 'constructor', 'toString']

  const taken: string[] = []
  for (const operation of versioned) {
    const values = exampleOf(operation, document)
    // Or the limits of the person who asks would answer instead.
    await pool.query('DELETE FROM wallet.request_count')
    for (const name of foreign) {
      const tries: Values[] = [{ ...values, query: { ...values.query, [name]: '1' } }]
      if (values.body !== undefined) tries.push({ ...values, body: { ...values.body, [name]: '1' } })
      for (const attempt of tries) {
        const { status } = await ask(open, operation, attempt, roleFor(operation))
        if (status !== 400) taken.push(`${operation.method} ${operation.path} took ${name} with ${status}`)
      }
    }
  }

  expect(taken).toEqual([])
  expect(versioned.length).toBeGreaterThan(2)
})

const ownStrings = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\u202eabc',
  '\ud800',
  "'; DROP TABLE wallet.tenant; --",
  "' OR '1'='1",
  '#{7*7}{{7*7}}',
  '%00%0a',
  '../../../../etc/passwd',
  '\r\nset-cookie: a=b',
  '__proto__',
  '-1',
  '1e400',
  '99999999999999999999999999',
  'NaN',
  '=cmd|calc',
  'é'.repeat(60),
  'a'.repeat(20_000),
  JSON.stringify({ $gt: '' }),
  Buffer.from('["after","1","x"]').toString('base64url'),
  Buffer.from('["after",{"a":1},null]').toString('base64url'),
]

it('breaks on no string in any text field, and changes nothing by one', async () => {
  const naughty = z.array(z.string()).parse(JSON.parse(testData('blns.json')))
  // A body may cost a hash of a password, which is slow on purpose: of the long list it gets one in twelve.
  const forBodies = [...ownStrings, ...naughty.filter((_, index) => index % 12 === 0)]
  const forQueries = naughty.filter((_, index) => index % 3 === 0)
  const open = await service()
  const { document, operations } = await operationsOf(open.app)

  const broken: string[] = []
  let tries = 0
  for (const operation of operations) {
    const values = exampleOf(operation, document)
    const attempts = (text: string): Values[] => [
      ...operation.parameters.flatMap(({ name, in: place }) =>
        // Of a header field, HTTP itself refuses most of them.
        place === 'header' && !/^[\x20-\x7e]+$/.test(text)
          ? []
          : [{ ...values, [place]: { ...values[place], [name]: text } }],
      ),
      ...Object.keys(values.body ?? {}).map((name) => ({
        ...values,
        body: { ...values.body, [name]: text },
      })),
    ]
    const strings = values.body === undefined ? [...ownStrings, ...forQueries] : forBodies
    for (const attempt of strings.flatMap(attempts)) {
      const { status, body } = await ask(open, operation, attempt, roleFor(operation))
      tries += 1
      const leaks = /syntax error|pg_|node_modules|\bat \w+ \(|file:\/\/|SELECT /.test(body)
      if (status >= 500 || leaks)
        broken.push(`${operation.method} ${operation.path} ${JSON.stringify(attempt)}: ${body}`)
    }
  }

  expect(broken).toEqual([])
  expect(tries).toBeGreaterThan(2_000)
  expect((await pool.query('SELECT count(*)::integer AS tenants FROM wallet.tenant')).rows).toEqual([
    { tenants: 1 },
  ])
})

it('does not start with a body or a query that drops what it does not know', async () => {
  const { app } = await service()
  const body = z.object({ amount: z.string() })

  const add = (): unknown =>
    app.post('/v1/pay', { config: { access: 'public' }, schema: { body } }, () => 'paid')

  expect(add).toThrow('The body of POST /v1/pay drops what it does not know. Use z.strictObject.')
})
