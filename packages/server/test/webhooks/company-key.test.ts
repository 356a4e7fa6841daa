import { randomUUID } from 'node:crypto'
import { createRevioClient, signWebhook } from '@evenkeel/revio'
import { race } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { type InboxApp, openDepositsWithInbox } from '../support/deposit-app.ts'
import { newProviderKey, purchaseEvent } from '../support/open-inbox.ts'

// The company key signs the callback that a single purchase asks for. It is in no setting: the service asks the provider
// for it when no other key fits.

const minuteMs = 60_000

/** A payment whose purchase asks for a callback, and what was wrong with the answer every time that it came. */
async function payWithCallback({ simulator }: InboxApp): Promise<() => string[]> {
  const [registered] = simulator.snapshot().webhooks
  const made = await createRevioClient(simulator.client).purchases.create({
    reference: randomUUID(),
    payer: { email: 'somebody@example.com' },
    products: [{ name: 'Something', price: { amount: 5_000n, currency: 'ZAR' } }],
    successCallback: String(registered?.callback),
  })
  if (made.outcome !== 'done') throw made.error
  simulator.payer.pay(made.value.id)
  await simulator.idle()
  const delivery = simulator.deliveries.findLast(({ destinationId }) => destinationId === 'success_callback')
  return () => (delivery?.attempts ?? []).map(({ error }) => error)
}

const timesAsked = ({ simulator }: InboxApp): number =>
  simulator.requests.filter(({ operation }) => operation === 'publicKey').length

it('believes the company key without being told it, and its successor once that is known', async () => {
  const service = await openDepositsWithInbox()
  const first = await payWithCallback(service)
  const asked = timesAsked(service)

  service.simulator.rotateKeys()
  const second = await payWithCallback(service)
  const tooEarly = timesAsked(service)
  service.clock.advance(6 * minuteMs)
  await service.simulator.advance(8 * minuteMs)

  expect(first()).toEqual([''])
  expect(second().at(0)).toContain('401')
  expect(second().at(-1)).toBe('')
  expect([asked, tooEarly, timesAsked(service)]).toEqual([1, 1, 2])
  const warnings = service
    .logged()
    .filter(({ msg }) => String(msg).includes('company key of Revio has changed'))
  expect(warnings).toHaveLength(1)
})

it('asks the provider for the key once, however many forgeries come in five minutes', async () => {
  const service = await openDepositsWithInbox()
  const stranger = newProviderKey()
  const forge = async (): Promise<number> => {
    const payload = Buffer.from(purchaseEvent())
    const headers = {
      'content-type': 'application/json',
      'x-signature': signWebhook(payload, stranger.privateKey),
    }
    const answer = await service.app.inject({ method: 'POST', url: '/v1/webhooks/revio', payload, headers })
    return answer.statusCode
  }

  const kept = (): Promise<unknown> => service.query('SELECT count(*) FROM wallet.webhook')
  const before = await kept()

  const { values } = await race(20, forge)
  service.clock.advance(4 * minuteMs)
  const later = await forge()

  expect(new Set([...values, later])).toEqual(new Set([401]))
  expect(timesAsked(service)).toBe(1)
  expect(await kept()).toEqual(before)
})
