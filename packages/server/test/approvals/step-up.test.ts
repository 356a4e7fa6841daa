import { randomUUID } from 'node:crypto'
import { startSimulator } from '@evenkeel/revio/simulator'
import type { LightMyRequestResponse } from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { linkBody } from '../support/bank-accounts.ts'
import { enrolled } from '../support/enrolled.ts'
import { type IdentityApp, openIdentity } from '../support/identity-app.ts'

async function open(): Promise<IdentityApp> {
  const simulator = await startSimulator({ seed: randomUUID() })
  onTestFinished(() => simulator.close())
  const service = await openIdentity({
    EVENKEEL_REVIO_URL: simulator.client.baseUrl,
    EVENKEEL_REVIO_SECRET_KEY: simulator.client.secretKey,
    EVENKEEL_REVIO_BRAND_ID: simulator.client.brandId,
    EVENKEEL_REVIO_MODE: 'test',
    EVENKEEL_BANK_ACCOUNT_COOLING_HOURS: '0',
    EVENKEEL_SECURITY_COOLING_HOURS: '0',
    EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR second-factor-above=5000.00',
  })
  const user = await service.newUser()
  const { access_token: token } = await service.logIn(user)
  await service.send('PUT', '/v1/bank-account', { token, body: linkBody() })
  const made = await service.send('POST', '/v1/deposits', {
    token,
    body: { amount: { amount: '1000000', currency: 'ZAR' } },
    headers: { 'idempotency-key': 'deposit' },
  })
  simulator.payer.pay(/\/p\/([0-9a-f-]{36})\//.exec(made.json().checkout_url)?.[1] ?? '')
  await syncDeposit(service.deposits, { depositId: made.json().id })
  owners.set(service, token)
  return service
}

const owners = new WeakMap<IdentityApp, string>()

async function withdraw(service: IdentityApp, amount: string): Promise<string> {
  const answer = await service.send('POST', '/v1/withdrawals', {
    token: owners.get(service) ?? '',
    body: { amount: { amount, currency: 'ZAR' } },
    headers: { 'idempotency-key': `withdrawal-${amount}` },
  })
  if (answer.statusCode !== 202) throw new Error(`Nothing was taken on: ${answer.body}`)
  return answer.json().id
}

/** Somebody of finance with a second factor: a token, and how they show a code. */
async function newStaff(
  service: IdentityApp,
): Promise<{ token: string; show(stepUp: string): Promise<LightMyRequestResponse> }> {
  const { user, tokens, newCode } = await enrolled(service)
  await service.pool.query(
    "INSERT INTO wallet.user_role (tenant_id, user_id, role) VALUES (1, $1, 'finance')",
    [user.id],
  )
  const refreshed = await service.send('POST', '/v1/auth/refresh', {
    body: { refresh_token: tokens.refresh_token },
  })
  const token: string = refreshed.json().access_token
  const show = (stepUp: string) =>
    service.send('POST', `/v1/me/step-ups/${stepUp}`, { token, body: { code: newCode() } })
  return { token, show }
}

function approve(
  service: IdentityApp,
  token: string,
  id: string,
  { version = 1, stepUp }: { version?: number; stepUp?: string } = {},
): Promise<LightMyRequestResponse> {
  return service.send('POST', `/v1/admin/withdrawals/${id}/approve`, {
    token,
    body: {},
    headers: {
      'idempotency-key': randomUUID(),
      'if-match': `"${version}"`,
      ...(stepUp !== undefined && { 'step-up': stepUp }),
    },
  })
}

const said = (answer: LightMyRequestResponse): unknown =>
  answer.statusCode < 300 ? answer.statusCode : answer.json().code

it('asks staff for a code above the second limit: for this withdrawal, in this version, of this person, once', async () => {
  const service = await open()
  const [large, other] = [await withdraw(service, '300000'), await withdraw(service, '300001')]
  const [one, two] = [await newStaff(service), await newStaff(service)]

  const asked = await approve(service, one.token, large)
  const stepUp: string = asked.json().step_up.id
  const unapproved = await approve(service, one.token, large, { stepUp })
  const shown = await one.show(stepUp)
  const ofAnother = await approve(service, one.token, other, { stepUp })
  const byAnother = await approve(service, two.token, large, { stepUp })
  const approved = await approve(service, one.token, large, { stepUp })
  const second = await approve(service, two.token, large, { version: 2 })
  const stale: string = second.json().step_up.id
  await two.show(stale)
  await service.pool.query('UPDATE wallet.withdrawal SET version = 3 WHERE id = $1', [large])
  const changed = await approve(service, two.token, large, { version: 3, stepUp: stale })
  const again: string = (await approve(service, two.token, large, { version: 3 })).json().step_up.id
  await two.show(again)
  const last = await approve(service, two.token, large, { version: 3, stepUp: again })

  expect([asked, unapproved, shown, ofAnother, byAnother, approved, second, changed, last].map(said)).toEqual(
    [
      'step_up_required',
      'step_up_refused',
      204,
      'step_up_refused',
      'step_up_refused',
      200,
      'step_up_required',
      'step_up_refused',
      200,
    ],
  )
  expect(last.json().detail).toBe('approved')
})

it('asks staff for no code up to that limit, nor to reject, and takes large ones one by one', async () => {
  const service = await open()
  const [small, large] = [await withdraw(service, '250000'), await withdraw(service, '300000')]
  const { token } = await newStaff(service)
  const many = await service.send('POST', '/v1/admin/withdrawals/bulk', {
    token,
    body: { decision: 'approve', items: [small, large].map((id) => ({ id, version: 1 })) },
    headers: { 'idempotency-key': 'bulk' },
  })
  const rejected = await service.send('POST', `/v1/admin/withdrawals/${large}/reject`, {
    token,
    body: { reason: 'The holder is not the owner.' },
    headers: { 'idempotency-key': 'reject', 'if-match': '"1"' },
  })

  const problems = many.json().data.map(({ problem }: { problem: { code: string } | null }) => problem?.code)
  expect(problems).toEqual([undefined, 'step_up_required'])
  expect(rejected.statusCode).toBe(200)
})
