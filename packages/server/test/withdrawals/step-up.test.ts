import { startSimulator } from '@evenkeel/revio/simulator'
import { expect, it, onTestFinished } from 'vitest'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { linkBody } from '../support/bank-accounts.ts'
import { enrolled } from '../support/enrolled.ts'
import { openIdentity } from '../support/identity-app.ts'

it('asks for a code above the limit, for this amount and this destination, once', async () => {
  const simulator = await startSimulator()
  onTestFinished(() => simulator.close())
  const service = await openIdentity({
    EVENKEEL_REVIO_URL: simulator.client.baseUrl,
    EVENKEEL_REVIO_SECRET_KEY: simulator.client.secretKey,
    EVENKEEL_REVIO_BRAND_ID: simulator.client.brandId,
    EVENKEEL_REVIO_MODE: 'test',
    EVENKEEL_BANK_ACCOUNT_COOLING_HOURS: '0',
    EVENKEEL_SECURITY_COOLING_HOURS: '0',
  })
  const owner = await enrolled(service)
  const token = owner.tokens.access_token
  const money = (amount: string) => ({ amount: { amount, currency: 'ZAR' } })
  const keyed = (key: string, stepUp?: string): Record<string, string> => ({
    'idempotency-key': key,
    ...(stepUp !== undefined && { 'step-up': stepUp }),
  })
  const linking = linkBody()
  const asked = await service.send('PUT', '/v1/bank-account', { token, body: linking })
  const approve = async (id: string): Promise<void> => {
    await service.send('POST', `/v1/me/step-ups/${id}`, { token, body: { code: owner.newCode() } })
  }
  const linkId = asked.json().step_up.id
  await approve(linkId)
  await service.send('PUT', '/v1/bank-account', { token, body: linking, headers: { 'step-up': linkId } })
  const made = await service.send('POST', '/v1/deposits', {
    token,
    body: money('900000'),
    headers: keyed('d'),
  })
  const depositId = made.json().id
  simulator.payer.pay(/\/p\/([0-9a-f-]{36})\//.exec(made.json().checkout_url)?.[1] ?? '')
  await syncDeposit(service.deposits, { depositId })
  const withdraw = (amount: string, key: string, stepUp?: string) =>
    service.send('POST', '/v1/withdrawals', { token, body: money(amount), headers: keyed(key, stepUp) })

  const below = await withdraw('100000', 'a')
  const above = await withdraw('100001', 'b')
  const stepUp = above.json().step_up.id
  const unapproved = await withdraw('100001', 'b', stepUp)
  await approve(stepUp)
  const otherAmount = await withdraw('100002', 'c', stepUp)
  const approved = await withdraw('100001', 'b', stepUp)
  const repeated = await withdraw('100001', 'b', stepUp)
  const spent = await withdraw('100001', 'd', stepUp)

  const said = [below, above, unapproved, otherAmount, approved, spent].map(
    (answer) => answer.json().code ?? answer.statusCode,
  )
  expect(said).toEqual([
    202,
    'step_up_required',
    'step_up_refused',
    'step_up_refused',
    202,
    'step_up_refused',
  ])
  expect([repeated.statusCode, repeated.body]).toEqual([202, approved.body])
})
