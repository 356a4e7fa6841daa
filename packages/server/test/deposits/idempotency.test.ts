import { race } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { openDeposits } from '../support/deposit-app.ts'

const body = { amount: { amount: '1000', currency: 'ZAR' } }

it('answers the same key the same, byte by byte, and asks the gateway once', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()

  const first = await service.send(owner, 'POST', '/v1/deposits', { body, key: 'my-key' })
  const again = await service.send(owner, 'POST', '/v1/deposits', { body, key: '"my-key"' })

  expect(first.statusCode).toBe(201)
  expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body])
  expect(first.headers['idempotency-replayed']).toBeUndefined()
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.headers['content-type']).toBe(first.headers['content-type'])
  expect(service.simulator.requests).toHaveLength(1)
})

it('takes the same wish in another spelling for the same, and another wish for a mistake', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  await service.send(owner, 'POST', '/v1/deposits', { body, key: 'k' })

  const reordered = { capture: 'automatic', amount: { currency: 'ZAR', amount: '1000' } }
  const same = await service.send(owner, 'POST', '/v1/deposits', { body: reordered, key: 'k' })
  const other = { amount: { amount: '1001', currency: 'ZAR' } }
  const refused = await service.send(owner, 'POST', '/v1/deposits', { body: other, key: 'k' })

  expect(same.statusCode).toBe(201)
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'idempotency_key_reused'])
})

it('does once what a hundred ask at once with one key', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()

  const { values, errors } = await race(100, () =>
    service.send(owner, 'POST', '/v1/deposits', { body, key: 'k' }),
  )

  const answers = values.map(({ statusCode }) => statusCode)
  const ids = new Set(values.filter(({ statusCode }) => statusCode === 201).map((answer) => answer.json().id))
  expect(errors).toEqual([])
  expect(answers.filter((status) => status !== 201 && status !== 409)).toEqual([])
  expect(ids.size).toBe(1)
  expect(
    await service.query('SELECT count(*)::integer FROM wallet.deposit WHERE user_id = $1', [owner.userId]),
  ).toEqual([{ count: 1 }])
  expect(service.simulator.requests).toHaveLength(1)
})

it('keeps the keys of two users apart', async () => {
  const service = await openDeposits()
  const [one, two] = [await service.newOwner(), await service.newOwner()]

  const first = await service.send(one, 'POST', '/v1/deposits', { body, key: 'k' })
  const second = await service.send(two, 'POST', '/v1/deposits', { body, key: 'k' })

  expect([first.statusCode, second.statusCode]).toEqual([201, 201])
  expect(second.json().id).not.toBe(first.json().id)
})

it.each([
  ['none', undefined, 'idempotency_key_missing'],
  ['an empty one in quotation marks', '""', 'idempotency_key_malformed'],
  ['one of 256 characters', 'k'.repeat(256), 'idempotency_key_malformed'],
  ['one that is not ASCII', 'schlüssel', 'idempotency_key_malformed'],
  ['half a quotation', '"abc', 'idempotency_key_malformed'],
])('refuses a request with %s for a key', async (_what, key, code) => {
  const service = await openDeposits()
  const owner = await service.newOwner()

  const refused = await service.app.inject({
    method: 'POST',
    url: '/v1/deposits',
    headers: { 'x-person': owner.userId, ...(key !== undefined && { 'idempotency-key': key }) },
    payload: body,
  })

  expect([refused.statusCode, refused.json().code]).toEqual([400, code])
  expect(service.simulator.requests).toHaveLength(0)
})

it('takes a key of 255 characters', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()

  const answer = await service.send(owner, 'POST', '/v1/deposits', { body, key: 'k'.repeat(255) })

  expect(answer.statusCode).toBe(201)
})

it('goes on with what a request that was cut off began, once its lease is over', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  service.simulator.arm({ fault: 'lost_response', on: 'purchases.create', times: 2 })
  const lost = await service.send(owner, 'POST', '/v1/deposits', { body, key: 'k' })

  const again = await service.send(owner, 'POST', '/v1/deposits', { body, key: 'k' })

  expect([lost.statusCode, lost.json().code]).toEqual([503, 'gateway_unavailable'])
  expect(again.statusCode).toBe(201)
  expect(
    await service.query('SELECT attempt FROM wallet.deposit WHERE user_id = $1', [owner.userId]),
  ).toEqual([{ attempt: 3 }])
})
