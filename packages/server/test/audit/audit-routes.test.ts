import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { type OpenApp, openApp } from '../support/open-app.ts'
import { believing, person } from '../support/people.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool, url } = await useDatabase(walletSchema)

const admin = person({ roles: ['admin'] })
const people = {
  admin,
  elsewhere: person({ roles: ['admin'], tenantId: 2 }),
  finance: person({ roles: ['user', 'finance'] }),
}

const service = (): Promise<OpenApp> => openApp({ DATABASE_URL: url }, { identify: believing(people) })

async function read(
  { app }: OpenApp,
  query: Record<string, string>,
  as: keyof typeof people = 'admin',
): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }> {
  const answer = await app.inject({ url: '/v1/admin/audit', query, headers: { 'x-person': as } })
  return { status: answer.statusCode, body: answer.json() }
}

async function addUsers(count: number, tag: string): Promise<void> {
  await pool.query(
    "INSERT INTO wallet.user (tenant_id, mail, name) SELECT 1, $2 || i || '@example.com', 'N' FROM generate_series(1, $1::integer) AS i",
    [count, tag],
  )
}

it('shows the newest first, and every record once on the way through the pages and back', async () => {
  await addUsers(25, 'pages')
  const open = await service()
  const filter = { table: 'user', limit: '10' }

  const first = (await read(open, filter)).body
  const second = (await read(open, { ...filter, cursor: first.page.next })).body
  const third = (await read(open, { ...filter, cursor: second.page.next })).body
  const back = (await read(open, { ...filter, cursor: third.page.prev })).body

  const ids = [first, second, third].flatMap(({ data }) => data.map(({ id }: { id: string }) => Number(id)))
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
  expect([first, second, third].map(({ data }) => data.length)).toEqual([10, 10, 5])
  expect([first, second, third].map(({ page }) => page.has_more)).toEqual([true, true, false])
  expect(back.data).toEqual(second.data)
  expect(first.page.prev).toBeNull()
  expect(third.page.next).toBeNull()
})

it('says of one change all that is known', async () => {
  await pool.query("UPDATE wallet.tenant SET name = 'Renamed' WHERE id = 1")
  const open = await service()

  const { status, body } = await read(open, { table: 'tenant', operation: 'update' })

  expect(status).toBe(200)
  expect(body.data[0]).toMatchObject({
    table: 'tenant',
    row_id: '1',
    operation: 'update',
    difference: { name: { old: 'Default', new: 'Renamed' } },
    actor: expect.stringMatching(/^database:/),
    request_id: null,
    recorded_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  })
})

it('shows an admin nothing of another tenant', async () => {
  await addUsers(1, 'tenant')
  const open = await service()

  const { body } = await read(open, {}, 'elsewhere')

  expect(body.data).toEqual([])
})

it('refuses a cursor of other filters, a made-up one, and parameters it does not know', async () => {
  await addUsers(3, 'cursor')
  const open = await service()
  const { next } = (await read(open, { table: 'user', limit: '1' })).body.page

  const answers = await Promise.all([
    read(open, { table: 'tenant', cursor: next }),
    read(open, { cursor: 'bm90IGEgY3Vyc29y' }),
    read(open, { order: 'asc' }),
    read(open, { limit: '201' }),
    read(open, { limit: '0' }),
  ])

  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [400, 'invalid_request']),
  )
})

it('is for admins alone', async () => {
  const { app } = await service()

  const nobody = await app.inject('/v1/admin/audit')
  const finance = await app.inject({ url: '/v1/admin/audit', headers: { 'x-person': 'finance' } })

  expect([nobody.statusCode, nobody.json().code]).toEqual([401, 'not_logged_in'])
  expect(nobody.headers['www-authenticate']).toBe('Bearer')
  expect([finance.statusCode, finance.json().code]).toEqual([403, 'not_allowed'])
  expect(finance.json().detail).toContain('audit:read')
})
