import { signWebhook } from '@evenkeel/revio'
import { testData } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { newProviderKey, openInbox, providerKey, purchaseEvent } from '../support/open-inbox.ts'

const body = purchaseEvent({ id: 'purchase-1' })
const signature = signWebhook(Buffer.from(body), providerKey.privateKey)
const flipped = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

it.each([
  ['no signature', { 'x-signature': '' }, 'signature_missing'],
  [
    'the signature of another key',
    { 'x-signature': signWebhook(Buffer.from(body), newProviderKey().privateKey) },
    'signature_mismatch',
  ],
  [
    'the signature of another body',
    { 'x-signature': signWebhook(Buffer.from(`${body} `), providerKey.privateKey) },
    'signature_mismatch',
  ],
  ['a changed signature', { 'x-signature': flipped(signature, 7) }, 'signature_mismatch'],
  ['a signature cut short', { 'x-signature': signature.slice(0, -8) }, 'signature_mismatch'],
  [
    'a line break in it',
    { 'x-signature': `${signature.slice(0, 60)} ${signature.slice(60)}` },
    'signature_malformed',
  ],
  [
    'another alphabet of base64',
    { 'x-signature': signature.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') },
    'signature_malformed',
  ],
  ['two signatures', { 'x-signature': `${signature}, ${signature}` }, 'signature_malformed'],
])('refuses %s, keeps nothing, and counts it', async (_what, headers, reason) => {
  const service = await openInbox()
  await service.pool.query('DELETE FROM wallet.webhook_refusal')

  const answers = [await service.deliver(body, { headers }), await service.deliver(body, { headers })]

  expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
    [401, 'webhook_refused'],
    [401, 'webhook_refused'],
  ])
  expect(await service.webhooks()).toEqual([])
  expect(await service.jobs()).toEqual([])
  const { rows } = await service.pool.query(
    'SELECT reason, refusals, last_request_id FROM wallet.webhook_refusal',
  )
  const requestId = answers[1]?.headers['x-request-id']
  expect(rows).toEqual([{ reason, refusals: '2', last_request_id: requestId }])
  expect(await service.metrics.read()).toContain(
    `evenkeel_webhooks_total{gateway="revio",outcome="${reason}"} 2`,
  )
})

it('refuses a body of which any one bit was changed', async () => {
  const service = await openInbox()
  const bytes = Buffer.from(body)
  const answers: number[] = []

  for (let at = 0; at < bytes.length; at += 7) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at)
    const answer = await service.deliver(changed, { headers: { 'x-signature': signature } })
    answers.push(answer.statusCode)
  }

  expect(answers.length).toBeGreaterThan(20)
  expect(new Set(answers)).toEqual(new Set([401]))
  expect(await service.webhooks()).toEqual([])
})

it('refuses the same JSON in other bytes', async () => {
  const service = await openInbox()

  const answer = await service.deliver(JSON.stringify(JSON.parse(body), null, 2), {
    headers: { 'x-signature': signature },
  })

  expect(answer.statusCode).toBe(401)
})

it('refuses a body above 256 KiB before it looks at the signature', async () => {
  const service = await openInbox()

  const answer = await service.deliver(purchaseEvent({ note: 'x'.repeat(256 * 1024) }))

  expect(answer.statusCode).toBe(413)
  expect(answer.json().code).toBe('body_too_large')
  expect(await service.webhooks()).toEqual([])
})

it.each([
  ['text/plain', 200],
  ['application/json; charset=utf-16', 200],
  ['multipart/form-data', 200],
  ['application/json\tgarbage', 415],
  ['', 415],
])(
  'takes the bytes as bytes where their type is one at all: "%s" is answered with %i',
  async (type, status) => {
    const service = await openInbox()

    const answer = await service.deliver(purchaseEvent(), { headers: { 'content-type': type } })

    expect(answer.statusCode).toBe(status)
  },
)

it('lets nobody in but the listed addresses, once some are listed', async () => {
  const service = await openInbox({ EVENKEEL_WEBHOOK_ADDRESSES: '192.0.2.0/28,2001:db8::/32' })
  const from = async (address: string): Promise<number> =>
    (await service.deliver(purchaseEvent(), { from: address })).statusCode

  expect(await from('192.0.2.15')).toBe(200)
  expect(await from('::ffff:192.0.2.15')).toBe(200)
  expect(await from('2001:db8:1::7')).toBe(200)
  expect(await from('192.0.2.16')).toBe(403)
  expect(await from('2001:db9::7')).toBe(403)
})

it('has no door where no keys are set, and none for another gateway', async () => {
  const service = await openInbox({ EVENKEEL_REVIO_WEBHOOK_KEYS: '' })
  const other = await service.app.inject({ method: 'POST', url: '/v1/webhooks/other', payload: body })

  expect((await service.deliver(body)).statusCode).toBe(404)
  expect(other.statusCode).toBe(404)
})

it('accepts of the signatures of Wycheproof those that are valid, and no others', async () => {
  const Vectors = z.object({
    testGroups: z.array(
      z.object({
        publicKeyPem: z.string(),
        tests: z.array(z.object({ tcId: z.int(), msg: z.string(), sig: z.string(), result: z.string() })),
      }),
    ),
  })
  const { testGroups } = Vectors.parse(JSON.parse(testData('wycheproof-rsa-2048-sha256.json')))
  const wrong: number[] = []
  let tried = 0

  for (const { publicKeyPem, tests } of testGroups) {
    const service = await openInbox({ EVENKEEL_REVIO_WEBHOOK_KEYS: publicKeyPem })
    for (const { tcId, msg, sig, result } of tests) {
      const headers = { 'x-signature': Buffer.from(sig, 'hex').toString('base64') }
      const answer = await service.deliver(Buffer.from(msg, 'hex'), { headers })
      tried += 1
      if ((answer.statusCode === 200) !== (result === 'valid')) wrong.push(tcId)
    }
  }

  expect(tried).toBeGreaterThan(200)
  expect(wrong).toEqual([])
}, 60_000)
