import { waitFor } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { createDependencies } from '../../src/dependencies.ts'
import { createHandlers } from '../../src/handlers/handlers.ts'
import type { JobHandlers } from '../../src/jobs/job-handler.ts'
import { startHttp } from '../../src/processes/http-part.ts'
import type { ReceivedWebhook, WebhookReceiver } from '../../src/webhooks/webhook-receiver.ts'
import { type InboxService, openInbox, purchaseEvent } from '../support/open-inbox.ts'

/** The handler of the service, with this receiver of purchases. */
function receivedBy(
  service: InboxService,
  receive: WebhookReceiver['receive'],
): Pick<JobHandlers, 'handle-webhook'> {
  const receivers = [{ gateway: 'revio', objectKind: 'purchase', receive }]
  const parts = { ...service, db: service.database.db, keyring: service.identity.keyring, receivers }
  return { 'handle-webhook': createHandlers(parts)['handle-webhook'] }
}

it('is kept, sealed, with its job, and answered although no worker runs', async () => {
  const service = await openInbox()
  const body = purchaseEvent({ id: 'purchase-1', client: { full_name: 'Canary Nkosi' } })

  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const answer = await service.deliver(body, { headers: { 'x-request-id': 'request-7', traceparent } })

  const [webhook] = await service.webhooks()
  const [job] = await service.jobs()
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({ status: 'accepted' })
  expect(webhook).toMatchObject({
    gateway: 'revio',
    event_type: 'purchase.paid',
    object_kind: 'purchase',
    object_id: 'purchase-1',
    deliveries: 1,
    outcome: null,
    job_id: job?.id,
  })
  expect(String(webhook?.['sealed_body'])).not.toContain('Canary')
  expect(job).toMatchObject({
    name: 'high',
    state: 'created',
    data: { payload: { webhook: webhook?.['id'] }, request: 'request-7', trace: traceparent },
  })
})

it('answers well within a second, two hundred at once, although no worker runs', async () => {
  const service = await openInbox()
  const answer = async (): Promise<number> => {
    const startedMs = performance.now()
    const { statusCode } = await service.deliver(purchaseEvent())
    expect(statusCode).toBe(200)
    return performance.now() - startedMs
  }
  await answer()

  const alone = await answer()
  const durations = await Promise.all(Array.from({ length: 200 }, answer))

  const [median, slowest] = [durations.toSorted((a, b) => a - b)[100], Math.max(...durations)]
  console.info(
    `webhooks without a worker: alone ${alone.toFixed()} ms; 200 at once: median ${median?.toFixed()} ms, slowest ${slowest.toFixed()} ms`,
  )
  // The provider gives up after some seconds; the service itself would after 15.
  expect(slowest).toBeLessThan(15_000)
  expect(await service.webhooks()).toHaveLength(202)
})

it('goes to whoever receives its kind of object, with the bytes as they came', async () => {
  const service = await openInbox()
  const received: ReceivedWebhook[] = []
  const body = purchaseEvent({ note: 'as it came:  two spaces, é' })
  await service.deliver(body)

  await service.startWorker({
    handlers: receivedBy(service, async (webhook) => {
      received.push(webhook)
      return 'handled'
    }),
  })
  await service.whenSettled()

  expect(received.map(({ objectKind, eventType }) => [objectKind, eventType])).toEqual([
    ['purchase', 'purchase.paid'],
  ])
  expect(Buffer.from(received[0]?.body ?? '').toString()).toBe(body)
  expect(await service.webhooks()).toMatchObject([{ outcome: 'handled', ended_at: expect.any(Date) }])
  const { rows } = await service.pool.query(
    "SELECT actor, difference ->> 'outcome' AS outcome FROM wallet.audit_record WHERE table_name = 'webhook' AND operation = 'update'",
  )
  expect(rows).toEqual([{ actor: 'job:handle-webhook', outcome: '{"new": "handled", "old": null}' }])
})

it.each([
  ['an event of a kind that nobody receives', purchaseEvent({ type: 'billing_template', event_type: 'x.y' })],
  ['an object of the right kind and the wrong shape', '{"type":"purchase","event_type":"purchase.paid"}'],
  ['no JSON', 'hello'],
  [
    'JSON with a NUL and half a character',
    '{"type":"purchase","event_type":"a\\u0000b\\ud800","id":"\\u0000"}',
  ],
  ['deep JSON', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
  ['nothing at all', ''],
])('keeps and ignores %s', async (_what, body) => {
  const service = await openInbox()

  const answer = await service.deliver(body)
  await service.startWorker()
  await service.whenSettled()

  expect(answer.statusCode).toBe(200)
  expect((await service.webhooks()).at(-1)).toMatchObject({ outcome: 'ignored' })
})

it('is one webhook with one job, though it comes a hundred times at once to two servers', async () => {
  const service = await openInbox()
  const other = createDependencies({ ...service.config }, service.logger)
  const otherApp = await buildApp(other)
  onTestFinished(async () => {
    await otherApp.close()
    await other.close()
  })
  const body = purchaseEvent()
  const servers = [service, { ...service, app: otherApp }]

  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => {
      const { app } = servers[index % 2] ?? service
      return service.deliverTo(app, body)
    }),
  )

  const statuses = answers.map((answer) => answer.json().status)
  expect(statuses.filter((status) => status === 'accepted')).toHaveLength(1)
  expect(statuses.filter((status) => status === 'repeated')).toHaveLength(99)
  expect(await service.webhooks()).toMatchObject([{ deliveries: 100 }])
  expect(await service.jobs()).toHaveLength(1)
})

it('makes its job due now when it comes again before it was acted on, and does nothing after', async () => {
  const service = await openInbox()
  let isMended = false
  const receive: WebhookReceiver['receive'] = async () => {
    if (!isMended) throw new Error('the provider does not answer')
    return 'handled'
  }
  const body = purchaseEvent()
  await service.deliver(body)
  await service.startWorker({ handlers: receivedBy(service, receive) })
  await waitFor(async () => (await service.jobs('retry')).length > 0, { what: 'the first attempt to fail' })
  const [waiting] = await service.jobs('retry')

  isMended = true
  const early = await service.deliver(body)
  await waitFor(async () => (await service.webhooks())[0]?.['outcome'] === 'handled', { what: 'the webhook' })
  await service.whenSettled()
  const late = await service.deliver(body)

  expect(waiting?.delay).toBeGreaterThan(50)
  expect([early.json().status, late.json().status]).toEqual(['repeated', 'repeated'])
  expect(await service.jobs()).toMatchObject([{ id: waiting?.id, state: 'completed', retry_count: 1 }])
  expect(await service.webhooks()).toMatchObject([{ deliveries: 3, outcome: 'handled' }])
})

it('gets a new job when it comes again and its job is gone', async () => {
  const service = await openInbox()
  const body = purchaseEvent()
  await service.deliver(body)
  const [lost] = await service.jobs()
  await service.pool.query('DELETE FROM pgboss.job')

  await service.deliver(body)

  const [webhook] = await service.webhooks()
  const [job] = await service.jobs()
  expect(job?.id).not.toBe(lost?.id)
  expect(webhook).toMatchObject({ job_id: job?.id, deliveries: 2 })
})

it('is not kept when its job cannot be asked for, and the provider is told to send again', async () => {
  const service = await openInbox()
  await service.pool.query('ALTER TABLE pgboss.job_common ADD CONSTRAINT no_room CHECK (false) NOT VALID')
  onTestFinished(async () => {
    await service.pool.query('ALTER TABLE pgboss.job_common DROP CONSTRAINT no_room')
  })

  const answer = await service.deliver(purchaseEvent())

  expect(answer.statusCode).toBe(500)
  expect(await service.webhooks()).toEqual([])
})

it('is cut off when it goes on for longer than 256 KiB, whatever it says of its length', async () => {
  const service = await openInbox()
  const http = await startHttp(service.app, service)
  onTestFinished(() => http.stop())
  let sent = 0
  const endless = new ReadableStream({
    pull(controller) {
      sent += 64 * 1024
      controller.enqueue(new Uint8Array(64 * 1024))
      if (sent > 100 * 1024 * 1024) controller.close()
    },
  })

  const status = await fetch(`${http.url}/v1/webhooks/revio`, {
    method: 'POST',
    body: endless,
    headers: { 'x-signature': 'AAAA' },
    duplex: 'half',
  }).then(
    (answer) => answer.status,
    () => 'cut off',
  )

  expect(['cut off', 413]).toContain(status)
  expect(sent).toBeLessThan(20 * 1024 * 1024)
  expect(await service.webhooks()).toEqual([])
})
