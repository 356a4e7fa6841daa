import { signWebhook } from '@evenkeel/revio'
import { fakeClock } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { createRevioWebhooks, type RevioWebhookSettings } from '../../src/gateways/revio-webhooks.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { newProviderKey, providerKey, purchaseEvent } from '../support/open-inbox.ts'

const companyKey = newProviderKey()

function verify(
  body: string,
  settings: Partial<RevioWebhookSettings> = {},
  { privateKey } = providerKey,
): Promise<unknown> {
  const logger = createLogger('silent')
  const gateway = createRevioWebhooks({ keys: [providerKey.pem], clock: fakeClock(), logger, ...settings })
  const rawBody = Buffer.from(body)
  return gateway.verify({ rawBody, headers: { 'x-signature': signWebhook(rawBody, privateKey) } })
}

it('says what a webhook is about', async () => {
  const payment = JSON.stringify({
    type: 'payment',
    event_type: 'payment.refunded',
    id: 'payment-1',
    payment: { amount: 500, currency: 'ZAR', is_outgoing: true, payment_type: 'refund' },
  })

  expect(await verify(purchaseEvent({ id: 'purchase-1' }))).toEqual({
    eventType: 'purchase.paid',
    objectKind: 'purchase',
    objectId: 'purchase-1',
  })
  expect(await verify(payment)).toMatchObject({ eventType: 'payment.refunded' })
  expect(await verify('[]')).toEqual({ eventType: '', objectKind: '', objectId: '' })
})

it('refuses what is signed and not ours: another brand, the other mode', async () => {
  const ours = { brandId: 'our-brand', isTest: true }

  await expect(verify(purchaseEvent(), ours)).resolves.toMatchObject({ objectKind: 'purchase' })
  await expect(verify(purchaseEvent({ brand_id: 'theirs' }), ours)).rejects.toMatchObject({
    code: 'foreign_brand',
  })
  await expect(verify(purchaseEvent({ is_test: false }), ours)).rejects.toMatchObject({
    code: 'foreign_mode',
  })
})

it('asks for the key of the company when no other fits, and believes that', async () => {
  let fetches = 0
  const fetchCompanyKey = async (): Promise<string> => {
    fetches += 1
    return companyKey.pem
  }

  const believed = await verify(purchaseEvent(), { fetchCompanyKey }, companyKey)
  const forged = verify(purchaseEvent(), { fetchCompanyKey }, newProviderKey())

  expect(believed).toMatchObject({ objectKind: 'purchase' })
  await expect(forged).rejects.toMatchObject({ code: 'signature_mismatch' })
  expect(fetches).toBe(2)
})
