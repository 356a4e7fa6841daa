import { race } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { matchingStep, totpCode, totpStep } from '../../src/identity/totp-code.ts'
import { enrolled } from '../support/enrolled.ts'
import {
  type IdentityApp,
  openIdentity,
  password,
  problemOf,
  type TestUser,
  type Tokens,
} from '../support/identity-app.ts'

const minute = 60_000

const logIn = (service: IdentityApp, { mail }: TestUser, extra: object = {}) =>
  service.send('POST', '/v1/auth/login', { body: { mail, password, ...extra } })

it.for([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const)('computes the code of RFC 6238 for second %i', ([seconds, code]) => {
  const seed = Buffer.from('12345678901234567890')

  expect(totpCode(seed, totpStep(new Date(seconds * 1000)))).toBe(code)
})

it('takes the code of this step and the one before, none after, and none twice', () => {
  const seed = Buffer.from('12345678901234567890')
  const now = new Date(1_234_567_890_000)
  const step = totpStep(now)
  const match = (offset: number, lastStep = 0): number | undefined =>
    matchingStep({ seed, code: totpCode(seed, step + offset), now, lastStep })

  expect([-2, -1, 0, 1].map((offset) => match(offset))).toEqual([undefined, step - 1, step, undefined])
  expect([match(0, step), match(-1, step), match(-1, step - 1), match(0, step - 1)]).toEqual([
    undefined,
    undefined,
    undefined,
    step,
  ])
})

it('asks for a code at the login once one is confirmed, and not before', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const { access_token: token } = await service.logIn(user)
  await service.send('POST', '/v1/me/totp/enrol', { token, body: { password } })
  const before = await logIn(service, user)
  const enrolment = await enrolled(service)

  const without = await logIn(service, enrolment.user)
  const withCode = await logIn(service, enrolment.user, { code: enrolment.newCode() })

  expect(before.statusCode).toBe(200)
  expect(problemOf(without)).toEqual({ status: 401, code: 'second_factor_required' })
  expect(withCode.statusCode).toBe(200)
  expect((await service.lettersTo(enrolment.user.mail))[0]?.subject).toContain('now protect your account')
})

it('takes a code once, whichever of ten devices comes first', async () => {
  const service = await openIdentity()
  const { user, newCode } = await enrolled(service)
  const code = newCode()

  const { values } = await race(4, () => logIn(service, user, { code }))

  expect(values.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401, 401])
})

it('looks at five codes in a quarter of an hour and at no sixth, not even the right one', async () => {
  const service = await openIdentity()
  const { user, newCode } = await enrolled(service)
  const wrong = newCode() === '000000' ? '111111' : '000000'

  const { values } = await race(8, () => logIn(service, user, { code: wrong }))
  const right = await logIn(service, user, { code: newCode() })
  service.clock.advance(15 * minute)
  const later = await logIn(service, user, { code: newCode() })

  expect(values.map((answer) => problemOf(answer).code).sort()).toEqual([
    ...Array.from({ length: 3 }, () => 'too_many_codes'),
    ...Array.from({ length: 5 }, () => 'wrong_code'),
  ])
  expect(problemOf(right)).toEqual({ status: 429, code: 'too_many_codes' })
  expect(later.statusCode).toBe(200)
})

it('logs in with a recovery code, once, and tells the owner', async () => {
  const service = await openIdentity()
  const { user, recoveryCodes } = await enrolled(service)
  const [code] = recoveryCodes

  const { values } = await race(3, () => logIn(service, user, { recovery_code: code }))

  expect(new Set(recoveryCodes).size).toBe(10)
  expect(values.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401])
  expect((await service.lettersTo(user.mail))[0]?.subject).toBe('A recovery code was used')
})

it('survives a reset of the password: whoever reads the mails still needs the code', async () => {
  const service = await openIdentity()
  const { user, newCode } = await enrolled(service)
  await service.send('POST', '/v1/auth/password/forgot', { body: { mail: user.mail } })
  const token = await service.tokenFromLetter(user.mail)
  const fresh = { password: 'a quiet harbour in the south' }
  await service.send('POST', '/v1/auth/password/reset', { body: { token, ...fresh } })

  const [without, withCode] = [
    await logIn(service, user, fresh),
    await logIn(service, user, { ...fresh, code: newCode() }),
  ]

  expect(problemOf(without).code).toBe('second_factor_required')
  expect(withCode.statusCode).toBe(200)
})

it('is not replaced by whoever holds a login, and ends with the password and a code', async () => {
  const service = await openIdentity()
  const { user, tokens, newCode } = await enrolled(service)
  const post = (path: string, body: object) =>
    service.send('POST', `/v1/me/totp/${path}`, { token: tokens.access_token, body })

  const refused = [
    await post('enrol', { password }),
    await post('confirm', { code: newCode() }),
    await post('disable', { password: 'not the password', code: newCode() }),
    await post('disable', { password, code: '000000' }),
    await post('disable', { password }),
  ]
  const ended = await post('disable', { password, code: newCode() })

  expect(refused.map((answer) => problemOf(answer).code)).toEqual([
    'totp_enrolled',
    'totp_enrolled',
    'wrong_credentials',
    'wrong_code',
    'invalid_request',
  ])
  expect(ended.statusCode).toBe(204)
  expect((await logIn(service, user)).statusCode).toBe(200)
})

it('keeps the seed sealed, and for one user only', async () => {
  const service = await openIdentity()
  const [one, other] = [await enrolled(service), await enrolled(service)]

  await service.pool.query(
    `UPDATE wallet.totp
     SET    sealed_seed = (SELECT sealed_seed FROM wallet.totp WHERE user_id = $1)
     WHERE  user_id = $2`,
    [one.user.id, other.user.id],
  )
  const stolen = await logIn(service, other.user, { code: one.newCode() })

  expect(problemOf(stolen)).toEqual({ status: 500, code: 'internal_error' })
  expect(service.logged()).toContain('A sealed value was changed, or moved to another place.')
})

const next = 'a quiet harbour in the south'

function changePassword(
  service: IdentityApp,
  { access_token: token }: Tokens,
  { to = next, stepUp }: { to?: string; stepUp?: string } = {},
) {
  return service.send('POST', '/v1/me/password', {
    token,
    body: { current_password: password, new_password: to },
    headers: stepUp === undefined ? {} : { 'step-up': stepUp },
  })
}

const approve = (service: IdentityApp, { access_token: token }: Tokens, id: string, code: string) =>
  service.send('POST', `/v1/me/step-ups/${id}`, { token, body: { code } })

it('approves one act by a code: this act, these values, once', async () => {
  const service = await openIdentity()
  const { tokens, newCode } = await enrolled(service)
  const asked = await changePassword(service, tokens)
  const { id } = asked.json().step_up

  const early = await changePassword(service, tokens, { stepUp: id })
  const approved = await approve(service, tokens, id, newCode())
  const other = await changePassword(service, tokens, { to: 'another quiet harbour', stepUp: id })
  const { values } = await race(2, () => changePassword(service, tokens, { stepUp: id }))

  expect(problemOf(asked)).toEqual({ status: 403, code: 'step_up_required' })
  expect(problemOf(early)).toEqual({ status: 403, code: 'step_up_refused' })
  expect(approved.statusCode).toBe(204)
  expect(problemOf(other)).toEqual({ status: 403, code: 'step_up_refused' })
  expect(values.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1)
})

it('forgets an approval after five minutes, and gives it to no other login or user', async () => {
  const service = await openIdentity()
  const { user, tokens, newCode } = await enrolled(service)
  const stranger = await enrolled(service)
  const elsewhere: Tokens = (await logIn(service, user, { code: newCode() })).json()
  const { id } = (await changePassword(service, tokens)).json().step_up

  const foreign = [
    await approve(service, stranger.tokens, id, stranger.newCode()),
    await approve(service, elsewhere, id, newCode()),
  ]
  await approve(service, tokens, id, newCode())
  const used = await changePassword(service, elsewhere, { stepUp: id })
  service.clock.advance(5 * minute)
  const late = await changePassword(service, tokens, { stepUp: id })

  expect(foreign.map(problemOf)).toEqual(foreign.map(() => ({ status: 404, code: 'not_found' })))
  expect([used, late].map((answer) => problemOf(answer).code)).toEqual(['step_up_refused', 'step_up_refused'])
})

it('approves nothing with the code of a login', async () => {
  const service = await openIdentity()
  const { user, tokens, newCode } = await enrolled(service)
  const { id } = (await changePassword(service, tokens)).json().step_up
  const code = newCode()
  await logIn(service, user, { code })

  const reused = await approve(service, tokens, id, code)

  expect(problemOf(reused)).toEqual({ status: 401, code: 'wrong_code' })
})

it('ends an approval after five wrong codes, although time has passed between them', async () => {
  const service = await openIdentity()
  const { tokens, newCode } = await enrolled(service)
  const { id } = (await changePassword(service, tokens)).json().step_up
  const wrong = newCode() === '000000' ? '111111' : '000000'

  const codes: string[] = []
  for (let tries = 0; tries < 6; tries += 1) {
    codes.push(problemOf(await approve(service, tokens, id, wrong)).code)
  }

  expect(codes).toEqual([...Array.from({ length: 5 }, () => 'wrong_code'), 'not_found'])
})
