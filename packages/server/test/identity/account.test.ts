import { race } from '@evenkeel/test-support'
import type { LightMyRequestResponse } from 'fastify'
import { expect, it } from 'vitest'
import { openIdentity, password, problemOf } from '../support/identity-app.ts'
import { openApp } from '../support/open-app.ts'

const minute = 60_000
const next = 'a quiet harbour in the south'

it('makes an account with the code from the mail, once', async () => {
  const service = await openIdentity()
  const body = { mail: ' New.Owner@EXAMPLE.com ', name: 'Zoë' }

  const asked = await service.send('POST', '/v1/auth/register', { body })
  const token = await service.tokenFromLetter('new.owner@example.com')
  const { values } = await race(5, () =>
    service.send('POST', '/v1/auth/register/confirm', { body: { token, password } }),
  )

  expect(asked.statusCode).toBe(202)
  expect(values.map(({ statusCode }) => statusCode).sort()).toEqual([201, 422, 422, 422, 422])
  const made = values.find(({ statusCode }) => statusCode === 201)?.json()
  expect(made).toEqual({ id: expect.any(String), mail: 'new.owner@example.com', name: 'Zoë' })
  const { access_token: access } = await service.logIn(made)
  expect((await service.send('GET', '/v1/me', { token: access })).json()).toMatchObject({
    tenant: 'default',
    roles: ['user'],
    totp: false,
    password: { can_change: true },
  })
})

it('answers a registration and a forgotten password alike for known and unknown addresses', async () => {
  const service = await openIdentity()
  const { mail } = await service.newUser()
  const ask = async (address: string): Promise<unknown[]> => {
    const answers = await Promise.all([
      service.send('POST', '/v1/auth/register', { body: { mail: address, name: 'Somebody' } }),
      service.send('POST', '/v1/auth/password/forgot', { body: { mail: address } }),
    ])
    return answers.map(({ statusCode, body }) => ({ statusCode, body }))
  }

  const [known, unknown] = [await ask(mail), await ask('nobody@example.com')]

  expect(known).toEqual(unknown)
  const subjects = (await service.lettersTo(mail)).map(({ subject }) => subject)
  expect(subjects.slice(0, 2).sort()).toEqual(['Set a new password', 'You have an account already'])
  const toNobody = (await service.lettersTo('nobody@example.com')).map(({ subject }) => subject)
  expect(toNobody).toEqual(['Confirm your address'])
})

it('answers a login alike, and does the same work, for a wrong password and an unknown address', async () => {
  const service = await openIdentity()
  const { mail } = await service.newUser()
  const wrong = { mail, password: 'not the password' }
  const unknown = { mail: 'nobody@example.com', password: 'not the password' }
  const { queue } = service.identity.hasher
  const attempt = async (body: object): Promise<{ problem: Record<string, unknown>; hashes: number }> => {
    const before = queue.ended
    const answer = await service.send('POST', '/v1/auth/login', { body })
    return { problem: { ...answer.json(), request_id: '' }, hashes: queue.ended - before }
  }

  const answers = [await attempt(wrong), await attempt(unknown)]

  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]).toMatchObject({ problem: { status: 401, code: 'wrong_credentials' }, hashes: 1 })
})

it('writes at most five mails of a kind an hour to an address, whoever asks', async () => {
  const service = await openIdentity()
  const { mail } = await service.newUser()

  for (let asked = 0; asked < 8; asked += 1) {
    await service.send('POST', '/v1/auth/password/forgot', { body: { mail } })
  }

  const resets = (await service.lettersTo(mail)).filter(({ subject }) => subject === 'Set a new password')
  expect(resets).toHaveLength(5)
})

it('never puts into a mail what a stranger typed, nor into the log what a mail holds', async () => {
  const service = await openIdentity()
  const name = 'Win a prize at http://bad.example'
  await service.send('POST', '/v1/auth/register', { body: { mail: 'victim@example.com', name } })

  const [letter] = await service.lettersTo('victim@example.com')

  expect(letter?.text).not.toContain('bad.example')
  expect(letter?.text).toContain('ekm_')
  expect(service.logged()).not.toContain('ekm_')
  const { rows } = await service.pool.query('SELECT m::text AS line FROM wallet.mail AS m')
  expect(rows.map(({ line }) => String(line)).join()).not.toContain('ekm_')
})

it('sets a new password by mail, once and within 15 minutes, and ends every login', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const tokens = await service.logIn(user)
  const forgot = () => service.send('POST', '/v1/auth/password/forgot', { body: { mail: user.mail } })
  const reset = (token: string) =>
    service.send('POST', '/v1/auth/password/reset', { body: { token, password: next } })
  await forgot()
  const replaced = await service.tokenFromLetter(user.mail)
  await forgot()
  const late = await service.tokenFromLetter(user.mail)
  service.clock.advance(15 * minute)
  const refused = [await reset(replaced), await reset(late)]
  await forgot()
  const token = await service.tokenFromLetter(user.mail)

  const { values } = await race(3, () => reset(token))

  expect(refused.map(problemOf)).toEqual(refused.map(() => ({ status: 422, code: 'mail_token_refused' })))
  expect(values.map(({ statusCode }) => statusCode).sort()).toEqual([204, 422, 422])
  const stale = await service.send('GET', '/v1/me', { token: tokens.access_token })
  expect(problemOf(stale).code).toMatch(/session_ended|token_expired/)
  const goesOn = await service.send('POST', '/v1/auth/refresh', {
    body: { refresh_token: tokens.refresh_token },
  })
  expect(problemOf(goesOn).code).toBe('session_ended')
  await expect(service.logIn(user)).rejects.toThrow('wrong_credentials')
  expect((await service.logIn(user, { password: next })).access_token).toBeTruthy()
  expect((await service.lettersTo(user.mail))[0]?.subject).toBe('Your password was changed')
})

it('changes a password for whoever knows it; other logins end, this one refreshes', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const [other, mine] = [await service.logIn(user), await service.logIn(user)]
  const change = (current: string, token = mine.access_token) =>
    service.send('POST', '/v1/me/password', {
      token,
      body: { current_password: current, new_password: next },
    })

  const wrong = await change('not the password')
  const changed = await change(password)

  expect(problemOf(wrong)).toEqual({ status: 401, code: 'wrong_credentials' })
  expect(changed.statusCode).toBe(204)
  expect(problemOf(await change(next))).toEqual({ status: 401, code: 'token_outdated' })
  const refreshes = await Promise.all(
    [other, mine].map(({ refresh_token: token }) =>
      service.send('POST', '/v1/auth/refresh', { body: { refresh_token: token } }),
    ),
  )
  expect(refreshes.map(({ statusCode }) => statusCode)).toEqual([401, 200])
  expect((await service.logIn(user, { password: next })).session_id).toBeTruthy()
})

it('lists the logins of the user and of nobody else, and ends the one that is named', async () => {
  const service = await openIdentity()
  const [user, stranger] = [await service.newUser(), await service.newUser()]
  const [first, second] = [await service.logIn(user), await service.logIn(user)]
  const foreign = await service.logIn(stranger)
  const list = async (): Promise<{ id: string; is_current: boolean }[]> =>
    (await service.send('GET', '/v1/me/sessions', { token: first.access_token })).json().data
  const end = (id: string) => service.send('DELETE', `/v1/me/sessions/${id}`, { token: first.access_token })

  const before = await list()
  const ended = [await end(second.session_id), await end(second.session_id), await end(foreign.session_id)]

  expect(before.map(({ id }) => id).sort()).toEqual([first.session_id, second.session_id].sort())
  expect(before.find(({ is_current: isCurrent }) => isCurrent)?.id).toBe(first.session_id)
  expect(ended.map(({ statusCode }) => statusCode)).toEqual([204, 404, 404])
  expect((await list()).map(({ id }) => id)).toEqual([first.session_id])
  expect((await service.send('GET', '/v1/me', { token: foreign.access_token })).statusCode).toBe(200)
})

it('ends every login but the one that asks', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const [mine, ...others] = [await service.logIn(user), await service.logIn(user), await service.logIn(user)]

  const { statusCode } = await service.send('DELETE', '/v1/me/sessions', { token: mine.access_token })

  const seen = await Promise.all(
    [mine, ...others].map(({ access_token: token }) => service.send('GET', '/v1/me', { token })),
  )
  expect(statusCode).toBe(204)
  expect(seen.map((answer) => answer.statusCode)).toEqual([200, 401, 401])
})

it('takes the same password whichever way its letters are composed', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const { access_token: token } = await service.logIn(user)
  const composed = 'caf\u00e9 by the old lighthouse'
  await service.send('POST', '/v1/me/password', {
    token,
    body: { current_password: password, new_password: composed },
  })

  const again = await service.logIn(user, { password: composed.normalize('NFD') })

  expect(again.session_id).toBeTruthy()
})

it('hashes a password anew, unseen, when the parameters have grown since', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const { hash: weak } = await import('@node-rs/argon2')
  const old = await weak(password, { memoryCost: 8_192, timeCost: 1 })
  await service.pool.query('UPDATE wallet.password SET hash = $2 WHERE user_id = $1', [user.id, old])

  await service.logIn(user)

  const { rows } = await service.pool.query('SELECT hash FROM wallet.password WHERE user_id = $1', [user.id])
  expect(rows[0].hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect((await service.logIn(user)).session_id).toBeTruthy()
})

it('asks to come back when the database does not answer, and says nothing of it', async () => {
  const { app } = await openApp()
  const post = (url: string, payload: object): Promise<LightMyRequestResponse> =>
    app.inject({ method: 'POST', url, payload })

  const login = await post('/v1/auth/login', { mail: 'thandi@example.com', password })
  const refresh = await post('/v1/auth/refresh', { refresh_token: `ekr_${'A'.repeat(43)}` })

  expect(login.json()).toMatchObject({ status: 503, code: 'limit_unavailable', retryable: true })
  expect(refresh.json()).toMatchObject({ status: 503, code: 'unavailable', retryable: true })
  for (const { body } of [login, refresh]) expect(body).not.toMatch(/ECONN|127\.0\.0\.1|postgres/i)
})

it('shows mails to nobody outside of the demo', async () => {
  const { app } = await openApp()

  expect((await app.inject('/demo/mails')).statusCode).toBe(404)
})
