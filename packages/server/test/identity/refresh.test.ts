import { race } from '@evenkeel/test-support'
import type { LightMyRequestResponse } from 'fastify'
import { expect, it } from 'vitest'
import { type IdentityApp, openIdentity, problemOf } from '../support/identity-app.ts'

type Answer = Promise<LightMyRequestResponse>

function refresh(service: IdentityApp, token: string, headers: Record<string, string> = {}): Answer {
  return service.send('POST', '/v1/auth/refresh', { body: { refresh_token: token }, headers })
}

function me(service: IdentityApp, token: string): Answer {
  return service.send('GET', '/v1/me', { token })
}

const second = 1_000
const minute = 60 * second
const day = 24 * 60 * minute

it('goes on with a login: each refresh token gives the next, and the access tokens work', async () => {
  const service = await openIdentity()
  const first = await service.logIn(await service.newUser())

  service.clock.advance(minute)
  const next = await refresh(service, first.refresh_token)
  const third = await refresh(service, next.json().refresh_token)

  const tokens = [first, next.json(), third.json()]
  expect(new Set(tokens.map(({ refresh_token: token }) => token)).size).toBe(3)
  expect(new Set(tokens.map(({ session_id: id }) => id)).size).toBe(1)
  for (const { access_token: token } of tokens) expect((await me(service, token)).statusCode).toBe(200)
})

it.for([
  ['owner', 'thief'],
  ['thief', 'owner'],
] as const)(
  'ends the login for both when the %s refreshes and then the %s, and tells the owner once',
  async (order) => {
    const service = await openIdentity()
    const user = await service.newUser()
    const stolen = await service.logIn(user)
    const [winner, loser] = order.map((name) => ({ 'user-agent': name }))
    const won = (await refresh(service, stolen.refresh_token, winner)).json()
    service.clock.advance(11 * second)

    const copies = [
      await refresh(service, stolen.refresh_token, loser),
      await refresh(service, stolen.refresh_token, loser),
    ]

    expect(copies.map(problemOf)).toEqual([
      { status: 401, code: 'refresh_token_reused' },
      { status: 401, code: 'session_ended' },
    ])
    expect(problemOf(await refresh(service, won.refresh_token, winner)).code).toBe('session_ended')
    for (const { access_token: token } of [stolen, won]) {
      expect(problemOf(await me(service, token)).code).toBe('session_ended')
    }
    const letters = await service.lettersTo(user.mail)
    expect(letters.filter(({ subject }) => subject === 'We have ended one of your logins')).toHaveLength(1)
    expect(service.logged()).toContain('"event":"refresh_token_reused"')
  },
)

it('ends the login within ten seconds too, when what the token was exchanged for has been used', async () => {
  const service = await openIdentity()
  const { refresh_token: stolen } = await service.logIn(await service.newUser())
  const child = (await refresh(service, stolen)).json()
  await refresh(service, child.refresh_token)

  const again = await refresh(service, stolen)

  expect(problemOf(again).code).toBe('refresh_token_reused')
})

it('gives the same token again to a client whose reply was lost, and goes on from there', async () => {
  const service = await openIdentity()
  const { refresh_token: token } = await service.logIn(await service.newUser())
  const lost = (await refresh(service, token)).json()
  service.clock.advance(10 * second)

  const again = await refresh(service, token)

  expect(again.json().refresh_token).toBe(lost.refresh_token)
  expect(again.json().refresh_expires_at).toBe(lost.refresh_expires_at)
  expect((await refresh(service, again.json().refresh_token)).statusCode).toBe(200)
})

it('gives a hundred tabs that refresh at once one and the same token, and raises no alarm', async () => {
  const service = await openIdentity({ EVENKEEL_DATABASE_POOL_SIZE: '20' })
  const user = await service.newUser()
  const { refresh_token: token, session_id: session } = await service.logIn(user)

  const { values } = await race(100, () => refresh(service, token))

  expect(new Set(values.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
  expect(new Set(values.map((answer) => answer.json().refresh_token)).size).toBe(1)
  const { rows } = await service.pool.query(
    'SELECT count(*)::integer AS tokens FROM wallet.refresh_token WHERE session_id = $1',
    [session],
  )
  expect(rows).toEqual([{ tokens: 2 }])
  expect(await service.lettersTo(user.mail)).toHaveLength(1)
})

it('stores no token: neither the given ones nor what gives them is in the database', async () => {
  const service = await openIdentity()
  const first = await service.logIn(await service.newUser())
  const next = (await refresh(service, first.refresh_token)).json()

  const { rows } = await service.pool.query('SELECT t::text AS line FROM wallet.refresh_token AS t')

  const stored = rows.map(({ line }) => String(line)).join()
  for (const { refresh_token: token } of [first, next]) {
    const bytes = Buffer.from(token.slice(4), 'base64url').toString('hex')
    expect(stored).not.toContain(token)
    expect(stored).not.toContain(bytes)
  }
})

it('refuses everything after a logout, at once, on every route that knows who asks', async () => {
  const service = await openIdentity()
  const { access_token: token, refresh_token: refreshToken } = await service.logIn(await service.newUser())
  const document: { paths: Record<string, Record<string, { security: unknown[] }>> } = (
    await service.app.inject('/openapi.json')
  ).json()
  const guarded = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security.length > 0)
      .map(([method]) => ({ method: method.toUpperCase(), path: path.replace('{id}', crypto.randomUUID()) })),
  )

  const out = await service.send('POST', '/v1/auth/logout', { body: { refresh_token: refreshToken } })
  const again = await service.send('POST', '/v1/auth/logout', { body: { refresh_token: refreshToken } })

  expect([out.statusCode, again.statusCode]).toEqual([204, 204])
  expect(guarded.length).toBeGreaterThan(8)
  for (const { method, path } of guarded) {
    // The method comes from the document that the routes are described in.
    const answer = await service.send(method as 'GET', path, { token })
    expect({ method, path, code: answer.json().code }).toEqual({ method, path, code: 'session_ended' })
  }
  expect(problemOf(await refresh(service, refreshToken)).code).toBe('session_ended')
})

it('ends access tokens when a role changes, and the next ones have the new roles', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const { access_token: token, refresh_token: refreshToken } = await service.logIn(user)

  await service.pool.query(
    "INSERT INTO wallet.user_role (tenant_id, user_id, role) VALUES (1, $1, 'finance')",
    [user.id],
  )
  const refused = await me(service, token)
  const next = (await refresh(service, refreshToken)).json()

  expect(problemOf(refused)).toEqual({ status: 401, code: 'token_outdated' })
  expect((await me(service, next.access_token)).json().roles).toEqual(['finance', 'user'])
  await service.pool.query("DELETE FROM wallet.user_role WHERE user_id = $1 AND role = 'finance'", [user.id])
  expect(problemOf(await me(service, next.access_token)).code).toBe('token_outdated')
})

it('lets a disabled user neither go on nor log in, and an enabled one only by a new token', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const { access_token: token, refresh_token: refreshToken } = await service.logIn(user)
  const setStatus = (status: string) =>
    service.pool.query('UPDATE wallet.user SET status = $2 WHERE id = $1', [user.id, status])

  await setStatus('disabled')

  expect(problemOf(await me(service, token))).toEqual({ status: 403, code: 'user_disabled' })
  expect(problemOf(await refresh(service, refreshToken)).code).toBe('user_disabled')
  await expect(service.logIn(user)).rejects.toThrow('user_disabled')
  await setStatus('active')
  expect(problemOf(await me(service, token)).code).toBe('token_outdated')
  expect((await refresh(service, refreshToken)).statusCode).toBe(200)
})

it('ends a login that is not refreshed within its days', async () => {
  const service = await openIdentity()
  const { refresh_token: token } = await service.logIn(await service.newUser())

  service.clock.advance(7 * day)

  expect(problemOf(await refresh(service, token)).code).toBe('session_ended')
})

it('ends a login at its maximum lifetime, however often it is refreshed', async () => {
  const service = await openIdentity()
  let tokens = await service.logIn(await service.newUser())
  for (let passed = 0; passed < 30; passed += 6) {
    tokens = (await refresh(service, tokens.refresh_token)).json()
    service.clock.advance(6 * day - (passed === 24 ? second : 0))
  }
  const last = await refresh(service, tokens.refresh_token)

  service.clock.advance(second)

  expect(last.statusCode).toBe(200)
  expect(problemOf(await refresh(service, last.json().refresh_token)).code).toBe('session_ended')
  expect(problemOf(await me(service, last.json().access_token)).code).toBe('session_ended')
})

it('refuses an access token when its minutes are over', async () => {
  const service = await openIdentity()
  const { access_token: token, expires_in: seconds } = await service.logIn(await service.newUser())

  service.clock.advance(seconds * second - second)
  const before = await me(service, token)
  service.clock.advance(second)

  expect(before.statusCode).toBe(200)
  expect(problemOf(await me(service, token)).code).toBe('token_expired')
})

it('takes as a refresh token nothing but what it has given', async () => {
  const service = await openIdentity()
  const { refresh_token: token, access_token: access } = await service.logIn(await service.newUser())
  const strangers = [
    token.replace('ekr_', 'ekm_'),
    `${token}=`,
    token.slice(0, -1),
    access.slice(0, 90),
    'ekr_',
    '\u0000',
  ]

  const answers = await Promise.all(strangers.map((stranger) => refresh(service, stranger)))

  expect(new Set(answers.map((answer) => problemOf(answer).code))).toEqual(new Set(['refresh_token_refused']))
  expect((await refresh(service, token)).statusCode).toBe(200)
})
