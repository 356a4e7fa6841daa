import { expect, it } from 'vitest'
import { openInbox, purchaseEvent } from '../support/open-inbox.ts'
import { believing, person } from '../support/people.ts'

const people = {
  support: person({ roles: ['support'] }),
  finance: person({ roles: ['finance'] }),
  user: person({ roles: ['user'] }),
  foreign: person({ roles: ['support'], tenantId: 2, tenant: 'other' }),
}
type Who = keyof typeof people

async function open() {
  const service = await openInbox({}, { identify: believing(people) })
  const ask = (method: 'GET' | 'POST', url: string, who: Who = 'support') =>
    service.app.inject({ method, url, headers: { 'x-person': who, 'x-request-id': `by-${who}` } })
  return { ...service, ask }
}

it('shows support what came and what became of it, and nothing of what it says', async () => {
  const service = await open()
  for (const id of ['a', 'b', 'c']) await service.deliver(purchaseEvent({ id, client: 'Canary Nkosi' }))
  const worker = await service.startWorker()
  await service.whenSettled()
  await worker.stop()
  await service.deliver(purchaseEvent({ id: 'd', event_type: 'purchase.created' }))

  const all = await service.ask('GET', '/v1/admin/webhooks')
  const waiting = await service.ask('GET', '/v1/admin/webhooks?status=open&event_type=purchase.created')
  const one = await service.ask('GET', `/v1/admin/webhooks/${all.json().data[0].id}`)

  expect(
    all.json().data.map((webhook: Record<string, string>) => [webhook['object_id'], webhook['status']]),
  ).toEqual([
    ['d', 'open'],
    ['c', 'ignored'],
    ['b', 'ignored'],
    ['a', 'ignored'],
  ])
  expect(waiting.json().data).toEqual([one.json()])
  expect(all.body + one.body).not.toContain('Canary')
})

it('pages forth and back through the inbox, and refuses the cursor of other filters', async () => {
  const service = await open()
  for (const id of ['1', '2', '3', '4', '5']) await service.deliver(purchaseEvent({ id }))
  const page = async (query: string): Promise<{ ids: string[]; next: string; prev: string }> => {
    const { data, page: where } = (await service.ask('GET', `/v1/admin/webhooks?limit=2${query}`)).json()
    return { ids: data.map((webhook: { object_id: string }) => webhook.object_id), ...where }
  }

  const first = await page('')
  const second = await page(`&cursor=${first.next}`)
  const third = await page(`&cursor=${second.next}`)
  const back = await page(`&cursor=${third.prev}`)
  const foreign = await service.ask('GET', `/v1/admin/webhooks?status=open&cursor=${first.next}`)

  expect([first.ids, second.ids, third.ids, back.ids]).toEqual([['5', '4'], ['3', '2'], ['1'], ['3', '2']])
  expect([first.prev, third.next]).toEqual([null, null])
  expect(foreign.json().code).toBe('invalid_request')
})

it('is acted on once more for support, as often as they ask, and the trail says who asked', async () => {
  const service = await open()
  await service.deliver(purchaseEvent())
  await service.startWorker()
  await service.whenSettled()
  const [webhook] = await service.webhooks()

  const replays = await Promise.all(
    [1, 2, 3].map(() => service.ask('POST', `/v1/admin/webhooks/${webhook?.['id']}/replay`)),
  )
  await service.whenSettled()

  expect(replays.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202])
  expect(await service.webhooks()).toMatchObject([{ outcome: 'ignored', deliveries: 1 }])
  const { rows } = await service.pool.query(
    "SELECT DISTINCT actor FROM wallet.audit_record WHERE table_name = 'webhook' AND request_id = 'by-support' ORDER BY actor",
  )
  // The job that staff asked for names their request too.
  expect(rows).toEqual([{ actor: 'job:handle-webhook' }, { actor: `user:${people.support.userId}` }])
})

it('lets nobody else see or replay it', async () => {
  const service = await open()
  await service.deliver(purchaseEvent())
  const [webhook] = await service.webhooks()
  const paths = [
    ['GET', '/v1/admin/webhooks'],
    ['GET', `/v1/admin/webhooks/${webhook?.['id']}`],
    ['POST', `/v1/admin/webhooks/${webhook?.['id']}/replay`],
  ] as const

  const told = async (who: Who): Promise<number[]> =>
    Promise.all(paths.map(async ([method, path]) => (await service.ask(method, path, who)).statusCode))

  expect(await told('user')).toEqual([403, 403, 403])
  expect(await told('finance')).toEqual([403, 403, 403])
  expect(await told('foreign')).toEqual([200, 404, 404])
  expect((await service.ask('GET', '/v1/admin/webhooks', 'foreign')).json().data).toEqual([])
})
