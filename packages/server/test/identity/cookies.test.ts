import type { LightMyRequestResponse } from 'fastify'
import { expect, it } from 'vitest'
import { openIdentity, password, problemOf } from '../support/identity-app.ts'

const page = 'https://wallet.example'
const cookieOf = (answer: LightMyRequestResponse): string => String(answer.headers['set-cookie'])
const pairOf = (answer: LightMyRequestResponse): string => cookieOf(answer).split(';', 1)[0] ?? ''

const openForPages = () => openIdentity({ EVENKEEL_WEB_ORIGINS: page })

it('keeps the refresh token of a web page in a cookie that no script and no other site can use', async () => {
  const service = await openForPages()
  const { mail } = await service.newUser()
  const body = { mail, password, refresh_token_in: 'cookie' }

  const login = await service.send('POST', '/v1/auth/login', { body, headers: { origin: page } })
  const refreshed = await service.send('POST', '/v1/auth/refresh', {
    body: {},
    headers: { origin: page, cookie: pairOf(login) },
  })

  expect(login.json()).not.toHaveProperty('refresh_token')
  expect(cookieOf(login)).toMatch(
    /^__Host-refresh=ekr_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
  )
  expect(refreshed.statusCode).toBe(200)
  expect(refreshed.json()).not.toHaveProperty('refresh_token')
  expect(pairOf(refreshed)).not.toBe(pairOf(login))
})

it.for([
  undefined,
  'null',
  'https://evil.example',
  'https://wallet.example.evil.example',
  'http://wallet.example',
])('takes a cookie from no page but its own: origin %s', async (origin) => {
  const service = await openForPages()
  const { mail } = await service.newUser()
  const body = { mail, password, refresh_token_in: 'cookie' }
  const login = await service.send('POST', '/v1/auth/login', { body, headers: { origin: page } })
  const headers = { cookie: pairOf(login), ...(origin !== undefined && { origin }) }

  const answers = await Promise.all(
    ['refresh', 'logout'].map((path) => service.send('POST', `/v1/auth/${path}`, { body: {}, headers })),
  )
  const foreign = await service.send('POST', '/v1/auth/login', {
    body,
    headers: origin === undefined ? {} : { origin },
  })

  expect([...answers, foreign].map(problemOf)).toEqual(
    Array.from({ length: 3 }, () => ({ status: 403, code: 'origin_refused' })),
  )
  const mine = { origin: page, cookie: pairOf(login) }
  expect((await service.send('POST', '/v1/auth/refresh', { body: {}, headers: mine })).statusCode).toBe(200)
})

it('takes the cookie away at the logout', async () => {
  const service = await openForPages()
  const { mail } = await service.newUser()
  const body = { mail, password, refresh_token_in: 'cookie' }
  const login = await service.send('POST', '/v1/auth/login', { body, headers: { origin: page } })
  const headers = { origin: page, cookie: pairOf(login) }

  const out = await service.send('POST', '/v1/auth/logout', { body: {}, headers })

  expect(out.statusCode).toBe(204)
  expect(cookieOf(out)).toMatch(/^__Host-refresh=; .*Expires=Thu, 01 Jan 1970/)
  const again = await service.send('POST', '/v1/auth/refresh', { body: {}, headers })
  expect(problemOf(again).code).toBe('session_ended')
})
